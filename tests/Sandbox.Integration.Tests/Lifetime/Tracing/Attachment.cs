using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>The tracer on a process that runs already: role 0 is that process, and its calls are numbered from the moment of attaching. Everything else of the sandbox goes on untraced.</summary>
public sealed class Attachment : IDisposable
{
    /// <summary>Seconds in which everything that is traced has to end after it was disturbed.</summary>
    private const int Limit = 30;

    private readonly LiveProcess _tracer;
    private readonly string _report;

    private Attachment(Workspace workspace, int process, params IReadOnlyList<string> what)
    {
        _report = Path.Combine(workspace.Directory(workspace.At("reports")), Guid.NewGuid().ToString("N"));
        string[] words = [_report, Limit.ToString(CultureInfo.InvariantCulture), .. what, "--", $"+{process.ToString(CultureInfo.InvariantCulture)}"];

        // Not as the workspace's identity: what a sandbox's own user may trace is another matter.
        _tracer = ProcessRun.Start(new ProcessRequest(Tracer.Install(workspace, "tracer.c"), words) { TimeLimit = TimeSpan.FromSeconds(Limit + 15) });
        _tracer.WaitForOutput("attached");
    }

    /// <summary>Disturbs nothing and names every call of the process, and of what it starts from now on.</summary>
    public static Attachment Follow(Workspace workspace, int process) => new(workspace, process, "follow");

    /// <summary>The victim, 0 or a process that was started since, gets SIGKILL when this call begins, or three seconds later whatever goes on then.</summary>
    public static Attachment Kill(Workspace workspace, int process, TracedCall call, int victim) =>
        new(workspace, process, ["nth", .. new[] { call.Role, call.Occurrence, call.Number, victim }.Select(static n => n.ToString(CultureInfo.InvariantCulture))]);

    /// <summary>Whether somebody has been killed so far.</summary>
    public bool HasKilled => _tracer.OutputSoFar.Contains("hit", StringComparison.Ordinal) || _tracer.OutputSoFar.Contains("late", StringComparison.Ordinal);

    /// <summary>What was seen, when everything that was traced has ended.</summary>
    public TraceReport Finish()
    {
        ProcessResult result = _tracer.WaitForExit();
        return result.ExitCode is 0 or 3 ? TraceReport.Read(_report) : throw new TestFailureException($"the tracer itself failed: {result}");
    }

    public void Dispose() => _tracer.Dispose();
}
