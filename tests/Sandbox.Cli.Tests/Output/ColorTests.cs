using Sandbox.Cli.Output;
using Sandbox.Cli.Tests.Fixtures;

namespace Sandbox.Cli.Tests.Output;

/// <summary>When there is colour, and that it says nothing that the words do not.</summary>
public sealed class ColorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(null, "TERM=xterm", true, true)]
    [InlineData(null, "TERM=xterm", false, false)]
    [InlineData(null, "TERM=dumb", true, false)]
    [InlineData(null, "", true, false)]
    [InlineData(null, "TERM=xterm NO_COLOR=1", true, false)]
    [InlineData(null, "TERM=xterm NO_COLOR=", true, true)]
    [InlineData(null, "TERM=xterm CLICOLOR=0", true, false)]
    [InlineData(null, "CLICOLOR_FORCE=1", false, true)]
    [InlineData(null, "TERM=xterm CLICOLOR_FORCE=0", false, false)]
    [InlineData(null, "CLICOLOR_FORCE=1 NO_COLOR=1", true, false)]
    [InlineData("auto", "TERM=xterm NO_COLOR=1", true, false)]
    [InlineData("always", "TERM=dumb NO_COLOR=1", false, true)]
    [InlineData("never", "TERM=xterm CLICOLOR_FORCE=1", true, false)]
    public void Is_decided_by_the_option_then_the_variables_then_the_terminal(string? given, string variables, bool terminal, bool expected)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal);
        foreach (string[] pair in variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=')))
        {
            environment[pair[0]] = pair[1];
        }

        Assert.Equal(expected, ColorChoice.Decide(given, environment, () => terminal).On);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("plan --help")]
    [InlineData("plan PROJECT -- true")]
    [InlineData("plan --forward nothing PROJECT -- true")]
    [InlineData("exec nowhere -- true")]
    public void Without_its_escapes_the_text_is_the_same_to_the_byte(string line)
    {
        using World world = new();
        string[] words = line.Replace("PROJECT", world.Project, StringComparison.Ordinal).Split(' ');
        CliResult plain = world.Run(words);
        const int Verb = 1;
        CliResult never = world.Run([.. words[..Verb], "--color=never", .. words[Verb..]]);
        CliResult always = world.Run([.. words[..Verb], "--color=always", .. words[Verb..]]);

        Assert.DoesNotContain('\u001b', plain.Output + plain.Error);
        Assert.Equal((plain.Code, plain.Output, plain.Error), (never.Code, never.Output, never.Error));
        Assert.Contains('\u001b', always.Output + always.Error);
        Assert.Equal((plain.Code, plain.Output, plain.Error), (always.Code, Without(always.Output), Without(always.Error)));
    }

    [Fact]
    public void Data_for_programs_has_none_whatever_is_asked_for()
    {
        using World world = new();
        Assert.DoesNotContain('\u001b', world.Run("plan", "--json", "--color=always", world.Project, "--", "true").Expect(0).Output);
        Assert.DoesNotContain('\u001b', world.Run("completions", "bash", "--color=always").Expect(0).Output);
        Assert.DoesNotContain('\u001b', world.Run("man", "run", "--color=always").Expect(0).Output);
    }

    [Theory]
    [InlineData("exec nowhere -- true", true)]
    [InlineData("exec --color never nowhere -- true", false)]
    [InlineData("exec nowhere -- --color=never", true)]
    public void On_a_terminal_the_name_in_front_of_an_error_stands_out(string line, bool colored)
    {
        using World world = new();
        ProcessRequest request = new(InstalledProgram.Path, line.Split(' ')) { WorkingDirectory = world.Project, Environment = world.Environment };
        using TmuxSession session = TmuxSession.Start(new TmuxOptions { Program = request, Identity = world.Identity });
        Assert.Equal(CliResult.Refused, session.WaitForExit(Patience));
        Assert.Contains("claude-sandbox: no such project directory: nowhere", session.Capture(), StringComparison.Ordinal);
        Assert.Equal(colored, session.CaptureWithEscapes().Contains('\u001b', StringComparison.Ordinal));
    }

    private static string Without(string text) => System.Text.RegularExpressions.Regex.Replace(text, "\u001b\\[[0-9;]*m", string.Empty);
}
