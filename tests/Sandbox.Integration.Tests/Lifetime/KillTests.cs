using System.Diagnostics;

namespace Sandbox.Integration.Tests;

/// <summary>Nobody can kill a sandbox so that something of it stays.</summary>
public sealed class KillTests
{
    // A script that would stay for ever, with a grandchild that has left its session.
    private const string Stays = "setsid sleep 600 & echo ready; sleep 600";
    private const int Moments = 20;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void SIGKILL_of_the_launcher_ends_everything_and_the_next_command_removes_the_placeholders(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        Census before = Census.Take(workspace.Scope);
        using LiveProcess process = workspace.StartInside(Stays);
        LiveSandbox sandbox = LiveSandbox.Of(process);

        LiveSandbox.Kill(sandbox.Launcher);

        Assert.Equal(Signal.Kill, process.WaitForExit().Signal);
        Eventually.Holds(() => Census.Take(workspace.Scope with { Directories = [] }).Entries.Count == 0, "no process of it is left");
        Assert.True(Directory.Exists(workspace.At("project", ".vscode")), "the control: a killed launcher cannot have removed its placeholders");
        _ = workspace.Inside("true").ExpectExit();
        before.AssertRestored(Settle);
        AssertNoJournal(workspace);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void SIGKILL_of_the_monitor_ends_everything(Identity identity) => KillOne(identity, static s => s.Monitor);

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void SIGKILL_of_PID_1_ends_everything(Identity identity) => KillOne(identity, static s => s.Init);

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void SIGKILL_of_the_payload_ends_everything_else(Identity identity) => KillOne(identity, static s => s.Payload);

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void SIGKILL_at_random_moments_of_the_launch_leaves_nothing_after_the_next_command(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        Stopwatch clock = Stopwatch.StartNew();
        _ = workspace.Inside("true").ExpectExit();
        double launch = clock.Elapsed.TotalMilliseconds;
        Census before = Census.Take(workspace.Scope);
        int seed = Environment.TickCount;
        Random random = new(seed);
        int unfinished = 0;
        for (int moment = 0; moment < Moments; moment++)
        {
            using LiveProcess process = ProcessRun.Start(workspace.InsideRequest("sleep 600"));
            Thread.Sleep(TimeSpan.FromMilliseconds(random.NextDouble() * 1.2 * launch));
            process.Send(Signal.Kill);
            _ = process.WaitForExit();
            unfinished += Directory.EnumerateFileSystemEntries(workspace.Project).Count() == 1 ? 0 : 1;
        }

        _ = workspace.Inside("true").ExpectExit();
        try
        {
            before.AssertRestored(Settle);
            AssertNoJournal(workspace);
        }
        catch (Exception e)
        {
            throw new TestFailureException($"seed {seed}", e);
        }

        Assert.True(unfinished > 0, $"no kill of {Moments} came while there was something to clean up (seed {seed}): the test has shown nothing");
        Assert.Empty(workspace.Outside("git status --porcelain --ignored").ExpectExit().OutputText);
    }

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void SIGTERM_at_random_moments_of_the_launch_leaves_nothing_at_once(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        Stopwatch clock = Stopwatch.StartNew();
        _ = workspace.Inside("true").ExpectExit();
        double launch = clock.Elapsed.TotalMilliseconds;
        Census before = Census.Take(workspace.Scope);
        int seed = Environment.TickCount;
        Random random = new(seed);
        for (int moment = 0; moment < Moments; moment++)
        {
            using LiveProcess process = ProcessRun.Start(workspace.InsideRequest("exec sleep 600"));
            Thread.Sleep(TimeSpan.FromMilliseconds(random.NextDouble() * 1.2 * launch));
            process.Send(Signal.Term);
            ProcessResult result = process.WaitForExit();
            Assert.True(result.Signal == Signal.Term || result.ExitCode == 143, $"seed {seed}: {result}");
            Assert.True(Directory.EnumerateFileSystemEntries(workspace.Project).Count() == 1, $"seed {seed}: the project has {string.Join(' ', Directory.EnumerateFileSystemEntries(workspace.Project))}");
            AssertNoJournal(workspace);
        }

        before.AssertRestored(Settle);
    }

    private static void KillOne(Identity identity, Func<LiveSandbox, int> which)
    {
        using Workspace workspace = Workspace.Create(identity);
        Census before = Census.Take(workspace.Scope);
        using LiveProcess process = workspace.StartInside(Stays);

        LiveSandbox.Kill(which(LiveSandbox.Of(process)));

        Assert.Equal(137, process.WaitForExit().ExitCode);
        before.AssertRestored(Settle);
        AssertNoJournal(workspace);
    }

    private static void AssertNoJournal(Workspace workspace) =>
        Assert.Empty(Directory.EnumerateFiles(workspace.StateHome, "*.placeholders", SearchOption.AllDirectories));
}
