using System.Diagnostics;

namespace Sandbox.Integration.Tests.Machine;

/// <summary>A machine ends with its launcher, whenever that is killed, and leaves nothing.</summary>
public sealed class MachineLifetimeTests
{
    private const int Moments = 20;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(20);

    [FactWithin(300)]
    public void SIGKILL_of_the_launcher_at_random_moments_leaves_nothing_after_the_next_command()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]).WithMachines();
        Stopwatch clock = Stopwatch.StartNew();
        _ = workspace.Inside("true").ExpectExit();
        double launch = clock.Elapsed.TotalMilliseconds;
        Census before = Census.Take(workspace.Scope);
        int seed = Environment.TickCount;
        Random random = new(seed);
        for (int moment = 0; moment < Moments; moment++)
        {
            using LiveProcess process = ProcessRun.Start(workspace.InsideRequest("sleep 600"));
            Thread.Sleep(TimeSpan.FromMilliseconds(random.NextDouble() * random.NextDouble() * 1.1 * launch));
            process.Send(Signal.Kill);
            _ = process.WaitForExit();
        }

        _ = ProcessRun.Run(workspace.Sandbox("exec", "-q", "--backend", "native", workspace.Project, "--", "true")).ExpectExit();
        try
        {
            before.AssertRestored(Settle);
        }
        catch (Exception e)
        {
            throw new TestFailureException($"seed {seed}", e);
        }
    }

    [FactWithin(120)]
    public void SIGTERM_while_the_machine_starts_ends_it()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]).WithMachines();
        using LiveProcess process = ProcessRun.Start(workspace.InsideRequest("sleep 600"));
        Eventually.Holds(() => ProcessState.All().Any(p => p.IsAlive && p.Id != process.Id && IsQemu(p.Id, workspace.Project)), "the machine is starting");

        process.Send(Signal.Term);

        Assert.Equal(143, process.WaitForExit().ExitCode);
        Assert.Empty(Census.Take(workspace.Scope with { Directories = [] }).Entries);
    }

    private static bool IsQemu(int id, string project)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").StartsWith("qemu-system", StringComparison.Ordinal) && Directory.Exists($"/proc/{id}/root{project}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
