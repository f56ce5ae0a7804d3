namespace Sandbox.Integration.Tests;

/// <summary>
/// FS-29, LR-03: SIGKILL of launcher, monitor, PID 1, the maker of the network or the payload, each at system calls all over the launch. Everything of
/// the sandbox then ends by itself, and after the next command nothing of it is left on the host.
/// </summary>
public sealed class KillAtEveryStepTests
{
    // The launcher, the monitor, PID 1, the maker of the network and the payload, in the order in which they come to be.
    private const int Roles = 5;
    private const int Moments = 50;

    // Stays for ever, with a grandchild that has left its session.
    private const string Stays = "setsid sleep 600 & exec sleep 600";

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    [TheoryWithin(170), ClassData(typeof(IdentityData))]
    public void SIGKILL_at_any_system_call_of_the_launch_leaves_nothing_after_the_next_command(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        Tracer ends = new(workspace, Command(workspace, "true"));
        Tracer stays = new(workspace, Command(workspace, Stays));
        (ProcessResult first, TraceReport recorded) = ends.Record(follow: true);
        _ = first.ExpectExit();
        TracedCall[] launch = [.. recorded.Calls.Where(static c => c.Role < Roles)];
        Assert.Equal(Enumerable.Range(0, Roles), launch.Select(static c => c.Role).Distinct().Order());
        _ = ProcessRun.Run(workspace.Request(workspace.Program, Command(workspace, "true")[1..])).ExpectExit();
        Census before = Census.Take(Scope(workspace));
        string records = Path.Combine(workspace.StateHome, "claude-sandbox", "cgroups");
        int unfinished = 0;

        Soak.Rounds("kills", seed =>
        {
            Random random = new(seed);
            TracedCall[] calls = [.. CallSample.Of(launch, random, 2)];
            random.Shuffle(calls);
            foreach (TracedCall call in calls.Take(Moments))
            {
                int victim = random.Next(2) == 0 ? call.Role : random.Next(call.Role + 1);
                (ProcessResult result, TraceReport report) = stays.Kill(call, victim);
                string what = $"SIGKILL of process {victim} at {call}";
                Assert.True(report.WasHit || report.WasLate, $"{what} never came: {result}");
                Assert.True(report.Left.Count == 0, $"{what} left the processes {string.Join(' ', report.Left)} running");
                unfinished += Census.Take(Scope(workspace)).DifferenceFrom(before).Count == 0 ? 0 : 1;
                _ = ProcessRun.Run(workspace.Request(workspace.Program, Command(workspace, "true")[1..])).ExpectExit();
                Restored(before, what);
            }

            // Its own control groups, by its own records: other tests have some too.
            Assert.Empty(Directory.Exists(records) ? Directory.EnumerateFiles(records, "claude-sandbox-*") : []);
            return Math.Min(calls.Length, Moments);
        });

        Assert.True(unfinished > 0, "the control: no kill left anything for the next command to remove");
        Assert.Empty(workspace.Outside("git status --porcelain --ignored").ExpectExit().OutputText);
    }

    private static string[] Command(Workspace workspace, string script) =>
        [workspace.Program, "exec", "-q", workspace.Project, "--", "/bin/sh", "-c", script];

    private static CensusScope Scope(Workspace workspace) => workspace.Scope with { Directories = [workspace.Project, workspace.Home] };

    private static void Restored(Census before, string what)
    {
        try
        {
            before.AssertRestored(Settle);
        }
        catch (TestFailureException e)
        {
            throw new TestFailureException($"{what}, then another command: {e.Message}");
        }
    }
}
