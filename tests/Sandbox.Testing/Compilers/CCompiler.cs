using System.Security.Cryptography;
using System.Text;

namespace Sandbox.Testing;

/// <summary>Compiles C for tests: probes that make raw system calls, and assertions that prove our constants against the C headers.</summary>
public static class CCompiler
{
    private const string CacheName = "c";
    private static readonly Lazy<string> Version = new(ReadVersion);

    /// <summary>
    /// Compiles a program and returns its path. Results are kept under <c>out/test-cache/c</c> by the hash of source, options and
    /// compiler. Copy the program into a <see cref="TempDirectory"/> for a user who cannot enter this repository.
    /// </summary>
    /// <param name="source">The whole translation unit.</param>
    /// <param name="isStatic">Link statically, so that it runs in a root that holds nothing else.</param>
    /// <param name="options">Further options for gcc, after the source: <c>-lpthread</c>, <c>-O2</c>.</param>
    /// <exception cref="TestFailureException">gcc rejected it; the message carries what gcc said.</exception>
    public static string Compile(string source, bool isStatic = false, params IReadOnlyList<string> options)
    {
        string[] all = [.. isStatic ? new[] { "-static" } : [], .. options];
        if (isStatic)
        {
            _ = TestHost.Require(Capability.StaticLibc);
        }

        string program = Path.Combine(RepositoryPaths.Cache(CacheName), Key(source, all));
        if (!File.Exists(program))
        {
            // By rename, because other tests may want the same program at the same time.
            string temporary = $"{program}.{Guid.NewGuid():N}";
            Gcc(source, ["-O1", "-Wall", "-o", temporary], all).ExpectSuccess("the program");
            File.Move(temporary, program, overwrite: true);
        }

        return program;
    }

    /// <summary>As <see cref="Compile"/>, statically with musl in place of the machine's C library.</summary>
    public static string CompileMusl(string source)
    {
        string compiler = TestHost.Require(Capability.MuslGcc);
        string program = Path.Combine(RepositoryPaths.Cache(CacheName), Key(source, ["musl", "-static"]));
        if (!File.Exists(program))
        {
            string temporary = $"{program}.{Guid.NewGuid():N}";
            Gcc(source, ["-O1", "-Wall", "-static", "-o", temporary], [], compiler).ExpectSuccess("the program");
            File.Move(temporary, program, overwrite: true);
        }

        return program;
    }

    /// <summary>Checks a translation unit without making anything, such as one of <c>_Static_assert</c>s only.</summary>
    /// <exception cref="TestFailureException">gcc rejected it; the message carries what gcc said.</exception>
    public static void Check(string source, params IReadOnlyList<string> options) =>
        Gcc(source, ["-fsyntax-only", "-Wall"], options).ExpectSuccess("the checks");

    /// <summary>
    /// Checks <c>_Static_assert(EXPRESSION, "EXPRESSION")</c> for each expression after including <paramref name="headers"/>
    /// (<c>fcntl.h</c>) with <c>_GNU_SOURCE</c>.
    /// </summary>
    /// <exception cref="TestFailureException">Some do not hold; the message names each.</exception>
    public static void Assert(IEnumerable<string> headers, IEnumerable<string> expressions)
    {
        StringBuilder source = new("#define _GNU_SOURCE\n");
        _ = source.AppendJoin(string.Empty, headers.Select(static h => $"#include <{h}>\n"));
        _ = source.AppendJoin(string.Empty, expressions.Select(static e => $"_Static_assert({e}, \"{e.Replace("\"", "\\\"", StringComparison.Ordinal)}\");\n"));
        Check(source.ToString());
    }

    private static ProcessResult Gcc(string source, IReadOnlyList<string> mode, IReadOnlyList<string> options, string? compiler = null)
    {
        using TempDirectory directory = TempDirectory.Create();
        string file = directory.WriteFile("source.c", source);
        return ProcessRun.Run(new ProcessRequest(compiler ?? TestHost.Require(Capability.Gcc), ["-std=gnu11", .. mode, file, .. options])
        {
            Environment = new Dictionary<string, string>(ProcessRequest.MinimalEnvironment, StringComparer.Ordinal) { ["LANG"] = "C" },
        });
    }

    private static void ExpectSuccess(this ProcessResult result, string what)
    {
        if (result.ExitCode != 0)
        {
            throw new TestFailureException($"gcc rejected {what}:\n{result.ErrorText}");
        }
    }

    private static string Key(string source, IEnumerable<string> options) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', [Version.Value, .. options, source]))))[..32];

    private static string ReadVersion() =>
        ProcessRun.Run(TestHost.Require(Capability.Gcc), "-dumpfullversion", "-dumpmachine").ExpectExit().OutputText;
}
