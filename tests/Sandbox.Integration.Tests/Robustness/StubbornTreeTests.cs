namespace Sandbox.Integration.Tests;

/// <summary>LR-20, RX-11, LR-24: whatever the processes of a sandbox do with signals, its end is theirs.</summary>
public sealed class StubbornTreeTests
{
    // One that ignores, one that has left the session, one that is stopped, one whose parent waits in vfork.
    private const string Tree =
        "trap '' TERM; (trap '' TERM; exec setsid sleep 600) & sleep 600 & kill -STOP $!; python3 -c 'import ctypes, time; ctypes.CDLL(None).vfork() or time.sleep(600)' & ";

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_time_limit_ends_everything(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        Census before = Census.Take(workspace.Scope);

        ProcessRequest limited = workspace.Request(
            "/usr/bin/timeout", "-k", "1", "1", workspace.Program, "exec", "-q", workspace.Project, "--", "/bin/sh", "-c", Tree + "echo ready; while :; do sleep 0.1; done");
        ProcessResult result = ProcessRun.Run(limited);

        // 124 after SIGTERM, 137 when timeout had to send SIGKILL, to the launcher alone.
        Assert.True(result.ExitCode is 124 or 137, result.ToString());
        Assert.Equal("ready\n", result.OutputText);
        Eventually.Holds(() => Census.Take(workspace.Scope with { Directories = [] }).Entries.Count == 0, "no process is left", 5);
        _ = workspace.Inside("true").ExpectExit();
        before.AssertRestored(TimeSpan.FromSeconds(5));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Stop_ends_stopped_processes_and_those_that_cannot_be_interrupted(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        Census before = Census.Take(workspace.Scope);
        using LiveProcess process = workspace.StartInside(Tree + "echo ready; kill -STOP $$");
        LiveSandbox sandbox = LiveSandbox.Of(process);
        Eventually.Holds(() => ProcessState.Read(sandbox.Payload)?.State == 'T', "the payload is stopped");
        Eventually.Holds(() => ProcessSearch.Tree(sandbox.Init).Any(static p => ProcessState.Read(p)?.State == 'D'), "one waits in vfork");

        _ = ProcessRun.Run(workspace.Sandbox("stop", workspace.Project) with { TimeLimit = TimeSpan.FromSeconds(10) }).ExpectExit();

        Assert.Equal(137, process.WaitForExit().ExitCode);
        before.AssertRestored(TimeSpan.FromSeconds(5));
    }

    [FactWithin(120)]
    public void Starting_and_stopping_at_the_same_time_ends_every_command_in_a_known_way_and_leaves_nothing()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        Census before = Census.Take(workspace.Scope);
        string start = $"for i in 1 2 3 4 5 6 7 8 9 10; do {workspace.Program} exec -q . -- sleep 0.2 2> /dev/null; echo start $?; done";
        string stop = $"for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do {workspace.Program} stop . 2> /dev/null; echo stop $?; sleep 0.05; done";
        ProcessResult result = ProcessRun.Run(workspace.Request("/bin/sh", "-c", $"{{ {start}; }} & {{ {start}; }} & {{ {stop}; }} & wait") with { TimeLimit = TimeSpan.FromSeconds(100) });

        string[] ends = [.. result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        Assert.Equal(35, ends.Length);
        Assert.Contains(ends, static e => e is "start 143" or "start 137");
        Assert.All(ends, static e => Assert.Contains(e, new[] { "start 0", "start 143", "start 137", "start 125", "stop 0" }));
        Eventually.Holds(() => workspace.Inside("true").ExitCode == 0 && Registry.Entries(workspace).Count == 0 && Census.Take(workspace.Scope).DifferenceFrom(before).Count == 0, "nothing is left");
    }
}
