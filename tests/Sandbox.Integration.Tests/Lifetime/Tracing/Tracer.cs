using System.Globalization;
using System.Reflection;

namespace Sandbox.Integration.Tests;

/// <summary>Runs one command of a workspace again and again, and each time disturbs one system call of it.</summary>
/// <param name="workspace">Whose identity and surroundings the command has.</param>
/// <param name="command">An absolute path and its arguments.</param>
public sealed class Tracer(Workspace workspace, params IReadOnlyList<string> command)
{
    /// <summary>Seconds in which everything has to end by itself after it was disturbed.</summary>
    private const int Limit = 30;

    /// <summary>Indices that one program of a process has for its calls.</summary>
    public const long Program = 1_000_000;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(Limit + 15);
    private readonly string _program = Install(workspace, "tracer.c");

    /// <summary>A program of Lifetime/Tracing, compiled, where everybody can run it.</summary>
    public static string Install(Workspace workspace, string source) => Install(source, workspace.At("bin", Path.GetFileNameWithoutExtension(source)));

    /// <inheritdoc cref="Install(Workspace, string)"/>
    public static string Install(string source, string installed)
    {
        string directory = Path.Combine(RepositoryPaths.ProjectDirectory(Assembly.GetExecutingAssembly()), "Lifetime", "Tracing");
        string compiled = CCompiler.Compile(File.ReadAllText(Path.Combine(directory, source)), isStatic: true);
        if (!File.Exists(installed))
        {
            // Not by ourselves: what another test starts meanwhile would hold the file open for writing, and it could not be executed.
            _ = ProcessRun.Run("/usr/bin/install", "-m", "755", compiled, installed).ExpectExit();
        }

        return installed;
    }

    /// <summary>Disturbs nothing and names every call; those of the payload only when it is to be followed.</summary>
    public (ProcessResult Result, TraceReport Report) Record(bool follow = false) => Run(follow ? "follow" : "record");

    /// <summary>As <see cref="Record"/> when following; with every program that a process becomes its index goes on at the next <see cref="Program"/>.</summary>
    public (ProcessResult Result, TraceReport Report) RecordEach() => Run("each");

    /// <summary>As <see cref="Fail"/>, for a call that <see cref="RecordEach"/> has named.</summary>
    public (ProcessResult Result, TraceReport Report) FailIn(TracedCall call, int error) => Run("failin", call.Role, call.Index, call.Number, error);

    /// <summary>The call is not made and answers this error.</summary>
    public (ProcessResult Result, TraceReport Report) Fail(TracedCall call, int error) => Run("fail", call.Role, call.Index, call.Number, error);

    /// <summary>The victim gets SIGKILL when a process begins its call of this index, whichever call that then is.</summary>
    public (ProcessResult Result, TraceReport Report) Kill(TracedCall call, int victim) => Run("kill", call.Role, call.Index, -1, victim);

    private (ProcessResult Result, TraceReport Report) Run(string what, params IReadOnlyList<long> numbers)
    {
        string report = Path.Combine(workspace.Directory(workspace.At("reports")), Guid.NewGuid().ToString("N"));
        string[] words =
        [
            report, Limit.ToString(CultureInfo.InvariantCulture), what, .. numbers.Select(static n => n.ToString(CultureInfo.InvariantCulture)), "--", .. command,
        ];
        ProcessResult result = ProcessRun.Run(workspace.Request(_program, words) with { TimeLimit = Longest });
        if (result.ExitCode is not (0 or 3))
        {
            throw new TestFailureException($"the tracer itself failed: {result}");
        }

        TraceReport read = TraceReport.Read(report);
        File.Delete(report);
        return (result, read);
    }
}
