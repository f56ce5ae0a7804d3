using System.Diagnostics;

namespace Sandbox.Linux.Tests.Support;

/// <summary>Runs a program by absolute path, with a time limit after which its whole tree is killed and the test fails.</summary>
internal static class Run
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>The absolute path of a program on PATH, or null.</summary>
    internal static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Where(Path.IsPathRooted)
        .Select(directory => Path.Combine(directory, name))
        .FirstOrDefault(File.Exists);

    /// <summary>As <see cref="Find"/>, but a missing program fails the test: it is expected wherever these tests run.</summary>
    internal static string Require(string name)
    {
        var path = Find(name);
        Assert.True(path is not null, $"{name} is not installed; these tests need it");
        return path;
    }

    internal static async Task<Finished> ToEnd(string directory, string program, params string[] arguments)
    {
        Assert.True(Path.IsPathRooted(program), $"{program} is not an absolute path");
#pragma warning disable RS0030 // The program is an absolute path, checked above; ICommandRunner is not in this library.
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Surroundings(directory))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
#pragma warning restore RS0030
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} did not end within {Limit}");
        }

        // A daemon left behind may hold the pipes open for ever.
        return new Finished(process.ExitCode, await output.WaitAsync(Limit), await error.WaitAsync(Limit));
    }

    // Nothing a program writes on the side may land outside the test's directory.
    private static Dictionary<string, string> Surroundings(string directory) => new()
    {
        ["HOME"] = directory,
        ["TMPDIR"] = directory,
        ["TMUX_TMPDIR"] = directory,
        ["DOTNET_CLI_HOME"] = directory,
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["LC_ALL"] = "C",
    };
}
