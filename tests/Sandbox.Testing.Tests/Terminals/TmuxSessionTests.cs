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
    public void Spaces_and_a_semicolon_at_the_end_of_a_word_mean_nothing_to_tmux()
    {
        using TempDirectory directory = TempDirectory.Create();
        File.Copy("/bin/echo", directory.At("a program;"));
        using TmuxSession session = Start(Identity.Available[0], directory.At("a program;"), "x;");

        Assert.Equal(0, session.WaitForExit(Patience));
        Assert.Equal("x;", session.Capture());
    }

    [Fact]
    public void The_last_words_of_a_program_are_on_the_screen_when_it_has_ended()
    {
        for (int attempt = 0; attempt < 20; attempt++)
        {
            using TmuxSession session = Start(Identity.Available[0], "/bin/echo", "last words");

            Assert.Equal(0, session.WaitForExit(Patience));
            Assert.Equal("last words", session.Capture());
        }
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

    private static TmuxSession Start(Identity identity, string program, params string[] arguments) =>
        Start(identity, new ProcessRequest(program, arguments));

    private static TmuxSession Start(Identity identity, ProcessRequest program) =>
        TmuxSession.Start(new TmuxOptions { Program = program, Identity = identity });
}
