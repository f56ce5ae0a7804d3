using System.Diagnostics;

namespace Sandbox.Integration.Tests;

/// <summary>Nobody can kill a container so that something of it stays (LR-01, N79).</summary>
public sealed class ContainerLifetimeTests
{
    private const int Moments = 20;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(20);

    [FactWithin(300)]
    public void SIGKILL_of_the_launcher_at_random_moments_leaves_nothing_after_the_next_command()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        Stopwatch clock = Stopwatch.StartNew();
        _ = ProcessRun.Run(workspace.InContainer("true")).ExpectExit();
        double launch = clock.Elapsed.TotalMilliseconds;
        Census before = Census.Take(Scope(workspace));
        int seed = Environment.TickCount;
        Random random = new(seed);
        int unfinished = 0;
        for (int moment = 0; moment < Moments; moment++)
        {
            using LiveProcess process = ProcessRun.Start(workspace.InContainer("sleep 600"));
            Thread.Sleep(TimeSpan.FromMilliseconds(random.NextDouble() * 1.3 * launch));
            process.Send(Signal.Kill);
            _ = process.WaitForExit();
            unfinished += Directory.EnumerateFileSystemEntries(workspace.Project).Count() == 1 ? 0 : 1;
        }

        _ = ProcessRun.Run(workspace.InContainer("true")).ExpectExit();
        try
        {
            before.AssertRestored(Settle);
            Assert.Equal(["lock"], Directory.EnumerateFiles(Path.Combine(workspace.StateHome, "claude-sandbox", "cgroups")).Select(Path.GetFileName));
            Assert.Empty(Directory.EnumerateFiles(workspace.StateHome, "*.placeholders", SearchOption.AllDirectories));
        }
        catch (Exception e)
        {
            throw new TestFailureException($"seed {seed}", e);
        }

        Assert.True(unfinished > 0, $"no kill of {Moments} came while there was something to clean up (seed {seed}): the test has shown nothing");
    }

    [FactWithin(60)]
    public void SIGKILL_of_systemd_nspawn_ends_everything() => KillOne(static s => s.Monitor);

    [FactWithin(60)]
    public void SIGKILL_of_PID_1_ends_everything() => KillOne(static s => s.Init);

    [FactWithin(60)]
    public void SIGTERM_reaches_the_payload_and_its_exit_code_comes_back()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        using LiveProcess process = ProcessRun.Start(workspace.InContainer("trap 'exit 42' TERM; echo ready; while :; do sleep 0.05; done"));
        process.WaitForOutput("ready");

        process.Send(Signal.Term);

        Assert.Equal(42, process.WaitForExit().ExitCode);
    }

    [FactWithin(60)]
    public void Two_containers_of_one_project_do_not_meet()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        using LiveProcess one = ProcessRun.Start(workspace.InContainer("echo mine > /tmp/own; echo ready; exec sleep 600", "--new"));
        one.WaitForOutput("ready");

        Assert.Equal("1\n", ProcessRun.Run(workspace.InContainer("cat /tmp/own 2>/dev/null; ls /proc | grep -c '^1$'", "--new")).ExpectExit().OutputText);
    }

    // The tests' directory, and what a container manager keeps about containers anywhere.
    private static CensusScope Scope(Workspace workspace) => workspace.Scope with { Directories = [workspace.Project, .. Manager.Where(Directory.Exists)] };

    private static readonly string[] Manager = ["/run/systemd/nspawn", "/run/systemd/machines", "/var/lib/machines"];

    private static void KillOne(Func<LiveSandbox, int> which)
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        Census before = Census.Take(Scope(workspace));
        using LiveProcess process = ProcessRun.Start(workspace.InContainer("setsid sleep 600 & echo ready; sleep 600"));
        process.WaitForOutput("ready");

        LiveSandbox.Kill(which(LiveSandbox.Of(process)));

        Assert.Equal(137, process.WaitForExit().ExitCode);
        before.AssertRestored(Settle);
    }
}
