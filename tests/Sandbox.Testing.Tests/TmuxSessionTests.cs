namespace Sandbox.Testing.Tests;

/// <summary>Programs on a real terminal.</summary>
public sealed class TmuxSessionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory, ClassData(typeof(IdentityData))]
    public void I_can_type_and_read_the_screen(Identity identity)
    {
        using TmuxSession session = Start(identity, "/bin/sh", "-c", "tty; id -u; read line; echo \"got $line\"");

        _ = session.WaitFor($"{identity.UserId}", Patience);
        session.SendText("a b;");
        session.SendKeys("Enter");

        string screen = session.WaitFor("got a b;", Patience);
        Assert.StartsWith("/dev/pts/", screen, StringComparison.Ordinal);
        Assert.Equal(0, session.WaitForExit(Patience));
    }

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
    public void The_program_has_the_whole_size_and_learns_of_a_new_one()
    {
        using TmuxSession session = Start(Identity.Available[0], "/bin/sh", "-c", "stty size; trap 'stty size' WINCH; while :; do sleep 0.05; done");
        _ = session.WaitFor("24 80", Patience);

        session.Resize(100, 30);

        _ = session.WaitFor("30 100", Patience);
    }

    [Fact]
    public void The_environment_is_the_named_one_and_the_terminal()
    {
        using TmuxSession session = Start(Identity.Available[0], Dummy.Request("print-env") with
        {
            Environment = new Dictionary<string, string> { ["A"] = "b", ["HOME"] = "/" },
        });

        Assert.Equal(0, session.WaitForExit(Patience));
        Assert.Equal("A=bHOME=/TERM=screen-256color", session.Capture());
    }

    [Fact]
    public void A_lone_word_is_a_program_and_not_a_shell_command()
    {
        using TempDirectory directory = TempDirectory.Create();
        File.Copy("/bin/echo", directory.At("a program;"));
        using TmuxSession session = Start(Identity.Available[0], directory.At("a program;"), "x;");

        Assert.Equal(0, session.WaitForExit(Patience));
        Assert.Equal("x;", session.Capture());
    }

    [Fact]
    public void The_end_by_a_signal_is_128_plus_its_number()
    {
        using TmuxSession session = Start(Identity.Available[0], RepositoryPaths.Dummy, "signal", "KILL");

        Assert.Equal(137, session.WaitForExit(Patience));
    }

    [Fact]
    public void Colours_are_kept_when_asked_for()
    {
        using TmuxSession session = Start(Identity.Available[0], "/usr/bin/printf", "\\033[31mred\\033[0m\\n");
        _ = session.WaitFor("red", Patience);

        Assert.Equal("red", session.Capture());
        Assert.Contains("\u001b[31mred", session.CaptureWithEscapes(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_scrolled_away_can_still_be_read()
    {
        using TmuxSession session = Start(Identity.Available[0], "/usr/bin/seq", "1", "100");
        _ = session.WaitFor("100", Patience);

        Assert.DoesNotContain("\n7\n", session.Capture(), StringComparison.Ordinal);
        Assert.Contains("\n7\n", session.CaptureAll(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_never_comes_fails_with_the_screen()
    {
        using TmuxSession session = Start(Identity.Available[0], "/bin/echo", "other");
        _ = session.WaitForExit(Patience);

        TestFailureException failure = Assert.Throws<TestFailureException>(() => session.WaitFor("awaited", TimeSpan.FromMilliseconds(200)));

        Assert.Contains("other", failure.Message, StringComparison.Ordinal);
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

    private static TmuxSession Start(Identity identity, string program, params string[] arguments) =>
        Start(identity, new ProcessRequest(program, arguments));

    private static TmuxSession Start(Identity identity, ProcessRequest program) =>
        TmuxSession.Start(new TmuxOptions { Program = program, Identity = identity });
}
