using Sandbox.Cli.Container;

namespace Sandbox.Cli.Tests.Container;

/// <summary>N74: what goes through sudo is named, and no value of it stands on a command line.</summary>
public sealed class SudoCommandTests
{
    private const string Program = "/opt/bin/claude-sandbox";

    private static readonly Dictionary<string, string> Caller = new(StringComparer.Ordinal)
    {
        ["ANTHROPIC_API_KEY"] = "canary",
        ["LANG"] = "C.UTF-8",
        ["PATH"] = "/home/ada/bin:/usr/bin",
        ["OTHER"] = "other",
        ["LD_PRELOAD"] = "/tmp/evil.so",
        ["HOME"] = "/tmp/evil",
        ["SUDO_UID"] = "0",
        ["CLAUDE_SANDBOX_HELD_LD_PRELOAD"] = "/tmp/evil.so",
        ["CLAUDE_A,LD_PRELOAD"] = "two names",
    };

    [Fact]
    public void The_same_words_are_run_again_behind_the_list_of_names() =>
        Assert.Equal(
            ["sudo", "--preserve-env=ANTHROPIC_API_KEY,CLAUDE_SANDBOX_BACKEND,CLAUDE_SANDBOX_CALLER_PATH,LANG", "--", Program, "exec", "-q", "a b", "--", "--env", "OTHER"],
            Of("exec", "-q", "a b", "--", "--env", "OTHER").Arguments);

    [Fact]
    public void The_environment_has_those_and_no_others() =>
        Assert.Equal(
            ["ANTHROPIC_API_KEY=canary", "CLAUDE_SANDBOX_BACKEND=nspawn", "CLAUDE_SANDBOX_CALLER_PATH=/home/ada/bin:/usr/bin", "LANG=C.UTF-8", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"],
            Of("exec").Environment);

    [Theory]
    [InlineData("--env=OTHER")]
    [InlineData("--env", "OTHER")]
    public void What_the_user_passes_inside_by_name_gets_that_far(params string[] words) =>
        Assert.Contains("OTHER=other", Of(words).Environment);

    [Theory]
    [InlineData("LD_PRELOAD")]
    [InlineData("HOME")]
    [InlineData("SUDO_UID")]
    public void What_changes_how_roots_programs_run_does_not(string name) =>
        Assert.DoesNotContain(Of("--env", name).Environment, v => v.StartsWith(name + "=", StringComparison.Ordinal));

    [Fact]
    public void No_value_is_on_the_command_line() =>
        Assert.DoesNotContain(Of("exec").Arguments, static w => w.Contains("canary", StringComparison.Ordinal));

    private static (IReadOnlyList<string> Arguments, IReadOnlyList<string> Environment) Of(params string[] words) => SudoCommand.Of(Program, words, Caller);
}
