namespace Sandbox.Integration.Tests;

/// <summary>Signals sent to the launcher.</summary>
public sealed class SignalTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Each_signal_to_the_launcher_reaches_the_payload_exactly_once(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using LiveProcess process = Start(workspace);

        foreach (Signal signal in new[] { Signal.Usr1, Signal.Usr2, Signal.Hup, Signal.Int, Signal.Term })
        {
            process.Send(signal);
            process.WaitForOutput($"got {Name(signal)}\n");
        }

        process.Send(Signal.Quit);
        ProcessResult result = process.WaitForExit().ExpectExit();
        Assert.Equal("ready\ngot USR1\ngot USR2\ngot HUP\ngot INT\ngot TERM\ngot QUIT\n", result.OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_second_SIGTERM_ends_a_payload_that_ignores_the_first(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Probe();
        Census before = Census.Take(workspace.Scope);
        using LiveProcess process = Start(workspace);

        process.Send(Signal.Term);
        process.WaitForOutput("got TERM\n");
        process.Send(Signal.Term);

        Assert.Equal(137, process.WaitForExit().ExitCode);
        before.AssertRestored(TimeSpan.FromSeconds(5));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_payload_that_obeys_SIGTERM_ends_with_143_and_leaves_nothing(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        Census before = Census.Take(workspace.Scope);
        using LiveProcess process = workspace.StartInside("sleep 600 & echo ready; exec sleep 600");

        process.Send(Signal.Term);

        Assert.Equal(143, process.WaitForExit().ExitCode);
        before.AssertRestored(TimeSpan.FromSeconds(5));
    }

    private static LiveProcess Start(Workspace workspace)
    {
        LiveProcess process = ProcessRun.Start(workspace.Sandbox("exec", "-q", workspace.Project, "--", workspace.Probe(), "signals"));
        process.WaitForOutput("ready\n");
        return process;
    }

    private static string Name(Signal signal) => signal.ToString().ToUpperInvariant();
}
