using Sandbox.Cli.Tests.Fixtures;

namespace Sandbox.Cli.Tests.Program;

/// <summary>run with a program in the agent's place that prints its arguments.</summary>
public sealed class AgentTests
{
    private const string Key = "sk-ant-api03-not-a-real-key-0000000000000000000000000000";
    private const string Skip = "--dangerously-skip-permissions";

    [Fact]
    public void Arguments_after_the_double_dash_are_the_agent_s_behind_our_own()
    {
        using World world = Installed("echo");
        string output = world.Start("-q", "--credentials", "none", ".", "--", "-p", "fix it", "--", "x").Expect(0).Output;
        Assert.StartsWith(Skip + " --append-system-prompt You are running inside claude-sandbox", output, StringComparison.Ordinal);
        Assert.EndsWith(" -p fix it -- x\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "-q", ".", "--", Skip)]
    [InlineData(1, "-q", ".")]
    [InlineData(0, "-q", "--ask", ".")]
    public void Its_prompts_are_skipped_once_unless_they_are_asked_for(int times, params string[] words)
    {
        using World world = Installed("echo");
        Assert.Equal(times, world.Start(words).Expect(0).Output.Split(' ').Count(w => w.Trim() == Skip));
    }

    [Fact]
    public void Its_history_is_all_that_is_made_outside()
    {
        using World world = Installed("true");
        world.Start("-q").Expect(0);
        string[] made = [.. Directory.EnumerateFileSystemEntries(world.Home + "/.claude", "*", SearchOption.AllDirectories)];
        Assert.Equal(2, made.Length);
        Assert.All(made, m => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(m)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(world.Project));
    }

    [Fact]
    public void Without_a_credential_one_line_says_so()
    {
        using World world = Installed("true");
        Assert.Contains(
            "note: no credential found: set ANTHROPIC_API_KEY or CLAUDE_CODE_OAUTH_TOKEN, or log in once with `claude` outside", world.Start().Expect(0).Error, StringComparison.Ordinal);
        world.Environment["ANTHROPIC_API_KEY"] = Key;
        Assert.DoesNotContain("credential", world.Start().Expect(0).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("plan", "--json")]
    [InlineData("plan", "--shell")]
    public void A_credential_is_planned_and_not_printed(params string[] words)
    {
        using World world = Installed("true");
        world.Environment["ANTHROPIC_API_KEY"] = Key;
        CliResult result = world.Run([.. words, world.Project]).Expect(0);
        Assert.Contains("ANTHROPIC_API_KEY", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, result.Output + result.Error, StringComparison.Ordinal);
        world.AssertUntouched();
    }

    [Fact]
    public void A_credential_stays_outside_and_what_stands_in_for_it_is_another_every_time()
    {
        using World world = Installed("printenv");
        world.Environment["ANTHROPIC_API_KEY"] = Key;
        string[] given = [.. Enumerable.Range(0, 2).Select(_ => world.Start("exec", "-q", ".", "--", "claude", "ANTHROPIC_API_KEY").Expect(0).Output)];
        Assert.All(given, static g => Assert.StartsWith("sk-ant-api03-sandbox-", g, StringComparison.Ordinal));
        Assert.NotEqual(given[0], given[1]);
        Assert.Equal("http://127.0.0.1:3129\n", world.Start("exec", "-q", ".", "--", "claude", "ANTHROPIC_BASE_URL").Expect(0).Output);
    }

    [Fact]
    public void A_GitHub_token_stays_outside_and_git_is_led_to_the_broker()
    {
        using World world = Installed("true");
        world.Start("exec", "--forward", "gh-token", ".", "--", "true").ExpectRefusal(
            CliResult.Refused, "--forward gh-token: neither GH_TOKEN nor GITHUB_TOKEN is set: set one of them, to a token with as few rights as will do [CS105]");
        world.Environment["GH_TOKEN"] = "ghp_not_a_real_token";
        string inside = world.Start("exec", "-q", "--forward", "gh-token", ".", "--", "env").Expect(0).Output;
        Assert.DoesNotContain("ghp_not_a_real_token", inside, StringComparison.Ordinal);
        Assert.Contains("GH_TOKEN=gho_sandbox", inside, StringComparison.Ordinal);
        Assert.Contains("GIT_CONFIG_VALUE_0=https://github.com/\n", inside, StringComparison.Ordinal);
    }

    [Fact]
    public void A_credential_that_is_to_be_inside_reaches_the_agent_and_no_argument()
    {
        using World world = Installed("printenv");
        world.Environment["ANTHROPIC_API_KEY"] = Key;
        Assert.Equal(Key + "\n", world.Start("exec", "-q", "--credentials", "env", ".", "--", "claude", "ANTHROPIC_API_KEY").Expect(0).Output);
        Assert.DoesNotContain(Key, world.Start("exec", "-q", ".", "--", "cat", "/proc/1/cmdline", "/proc/self/cmdline").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_cannot_be_passed_as_a_login_file()
    {
        using World world = Installed("true");
        world.Environment["ANTHROPIC_API_KEY"] = Key;
        string message = "--credentials file needs a login's token, but environment variable ANTHROPIC_API_KEY holds a key: use --credentials env [CS401]";
        world.Run("--credentials", "file", world.Project).ExpectRefusal(CliResult.Refused, message);
        world.Run("plan", "--credentials", "file", world.Project).ExpectRefusal(4, message);
    }

    [Fact]
    public void Everything_that_keeps_a_plan_from_being_compiled_is_said_at_once()
    {
        using World world = Installed("true");
        world.Environment["ANTHROPIC_API_KEY"] = Key;
        CliResult result = world.Run("plan", "--compile", world.Root + "/plan", "--network", "host", world.Project);
        Assert.Equal(2, result.Lines.Length);
        result.ExpectRefusal(
            CliResult.Usage, "a compiled plan may not hold a credential: pass --credentials none [CS102]",
            "a compiled plan has no launcher to make and remove the placeholders that keep protected names from being created: pass --allow-write all, or run it through claude-sandbox [CS102]");
    }

    [Fact]
    public void The_agent_that_would_run_is_printed()
    {
        using World world = Installed("true");
        Assert.Equal(world.Home + "/.local/bin/claude\n", world.Start("agent", "path").Expect(0).Output);
    }

    private static World Installed(string program)
    {
        World world = new();
        Directory.CreateDirectory(world.Home + "/.local/bin");
        File.Copy("/usr/bin/" + program, world.Home + "/.local/bin/claude");
        return world;
    }
}
