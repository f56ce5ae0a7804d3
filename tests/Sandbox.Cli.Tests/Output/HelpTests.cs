using Sandbox.Cli.Tests.Fixtures;

namespace Sandbox.Cli.Tests.Output;

/// <summary>Help texts; docs/cli.md holds the same.</summary>
public sealed class HelpTests
{
    public static TheoryData<string, string> Verbs => new()
    {
        { "--help", "help.program" },
        { "run --help", "help.run" },
        { "exec --help", "help.exec" },
        { "enter --help", "help.enter" },
        { "stop --help", "help.stop" },
        { "bind --help", "help.bind" },
        { "list --help", "help.list" },
        { "status --help", "help.status" },
        { "logs --help", "help.logs" },
        { "plan --help", "help.plan" },
        { "agent --help", "help.agent" },
        { "agent install --help", "help.agent-install" },
        { "agent path --help", "help.agent-path" },
        { "image --help", "help.image" },
        { "image build --help", "help.image-build" },
        { "image list --help", "help.image-list" },
        { "network --help", "help.network" },
        { "network log --help", "help.network-log" },
        { "network why --help", "help.network-why" },
        { "completions --help", "help.completions" },
        { "man --help", "help.man" },
        { "config --help", "help.config" },
        { "config show --help", "help.config-show" },
        { "config path --help", "help.config-path" },
        { "config validate --help", "help.config-validate" },
        { "config schema --help", "help.config-schema" },
        { "doctor --help", "help.doctor" },
        { "verify --help", "help.verify" },
        { "generate --help", "help.generate" },
    };

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Help_is_as_verified_and_as_documented(string line, string name)
    {
        string text = Help(line.Split(' '));
        Snapshot.Verify(text, name, "txt");
        string documentation = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "cli.md"));
        Assert.Contains($"```\n{text}```\n", documentation, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Help_fits_a_terminal_of_80_columns_and_has_no_colour(string line, string name)
    {
        Assert.NotEmpty(name);
        string text = Help(line.Split(' '));
        Assert.All(text.Split('\n'), l => Assert.True(l.Length <= 80 || l.StartsWith("  claude-sandbox ", StringComparison.Ordinal), l));
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain("-cli", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-h")]
    [InlineData("run -h")]
    [InlineData("--network none --help")]
    [InlineData("plan --no-such-option --help")]
    [InlineData("exec nowhere --help")]
    [InlineData("--help nowhere")]
    public void Help_is_given_whatever_else_is_on_the_line(string line) => Assert.Contains("Usage:", Help(line.Split(' ')), StringComparison.Ordinal);

    [Fact]
    public void After_the_double_dash_help_is_the_program_s_own()
    {
        using World world = new();
        world.Run("exec", world.Project + "/nowhere", "--", "--help")
            .ExpectRefusal(CliResult.Refused, "no such project directory: PROJECT/nowhere: create it first, or name an existing one [CS103]");
    }

    [Fact]
    public void The_program_s_help_shows_the_options_of_the_default_verb() =>
        Assert.All(
            Help("run", "--help").Split('\n').Where(l => l.StartsWith("  --", StringComparison.Ordinal)),
            l => Assert.Contains("\n  " + l.Trim().Split("  ")[0], Help("--help"), StringComparison.Ordinal));

    [Fact]
    public void The_version_is_one_word()
    {
        using World world = new();
        CliResult result = world.Run("--version").Expect(0);
        Assert.Matches(@"\A[0-9]+\.[0-9]+\.[0-9]+\n\z", result.Output);
    }

    private static string Help(params string[] words)
    {
        using World world = new();
        CliResult result = world.Run(words).Expect(0);
        Assert.Empty(result.Error);
        world.AssertUntouched();
        return result.Output;
    }
}
