namespace Sandbox.Testing.Tests;

/// <summary>What the keyboard and the window do to a program on a real terminal.</summary>
public sealed class TmuxControlTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory, ClassData(typeof(IdentityData))]
    public void Ctrl_C_reaches_the_foreground_program(Identity identity)
    {
        using TmuxSession session = Start(identity, "/bin/sh", "-c", "trap 'echo caught; exit 5' INT; echo ready; while :; do sleep 0.05; done");
        _ = session.WaitFor("ready", Patience);

        session.SendKeys("C-c");

        Assert.Equal(5, session.WaitForExit(Patience));
        Assert.Contains("caught", session.Capture(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_Z_stops_the_program_and_it_can_go_on_in_the_foreground()
    {
        using TmuxSession session = Start(Identity.Available[0], "/bin/sh", "-c", "echo ready; read line; echo \"got $line\"");
        _ = session.WaitFor("ready", Patience);

        session.SendKeys("C-z");
        Assert.True(SpinWait.SpinUntil(() => ProcessState.Read(session.ProcessId) is { State: 'T' }, Patience));
        session.Continue();
        session.SendKeys("x", "Enter");

        Assert.Equal(0, session.WaitForExit(Patience));
        Assert.Contains("got x", session.Capture(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_leads_the_foreground_group_of_the_terminal()
    {
        using TmuxSession session = Start(Identity.Available[0], "/bin/sleep", "60");

        ProcessState state = ProcessState.Read(session.ProcessId)!;

        Assert.Equal(("sleep", state.Id), (state.Name, state.Group));
        Assert.NotEqual(state.Id, state.Session);
    }

    [Fact]
    public void The_end_by_a_signal_is_128_plus_its_number()
    {
        using TmuxSession session = Start(Identity.Available[0], RepositoryPaths.Dummy, "signal", "KILL");

        Assert.Equal(137, session.WaitForExit(Patience));
    }

    [Theory, ClassData(typeof(IdentityData))]
    public void Nothing_is_left_after_disposal(Identity identity)
    {
        using TempDirectory directory = TempDirectory.Create(TempDirectoryAccess.Traversable);
        Census before = Census.Take(new CensusScope { Marker = directory.Path, MountsUnder = [], Cgroups = [] });
        using (TmuxSession session = Start(identity, "/bin/sh", "-c", "trap '' HUP TERM; echo ready; sleep 60", directory.Path))
        {
            _ = session.WaitFor("ready", Patience);
            Assert.NotEmpty(Census.Take(before.Scope).DifferenceFrom(before));
        }

        before.AssertRestored();
    }

    [Fact]
    public void The_program_has_the_whole_size_and_learns_of_a_new_one()
    {
        using TmuxSession session = Start(Identity.Available[0], "/bin/sh", "-c", "stty size; trap 'stty size' WINCH; while :; do sleep 0.05; done");
        _ = session.WaitFor("24 80", Patience);

        session.Resize(100, 30);

        _ = session.WaitFor("30 100", Patience);
    }

    private static TmuxSession Start(Identity identity, string program, params string[] arguments) =>
        TmuxSession.Start(new TmuxOptions { Program = new ProcessRequest(program, arguments), Identity = identity });
}
