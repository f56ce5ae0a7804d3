using Sandbox.Cli.Tests.Fixtures;

namespace Sandbox.Cli.Tests.Settings;

/// <summary>CLAUDE_SANDBOX_DEFAULTS: the settings of whoever packaged the program, below everybody else's.</summary>
public sealed class PackageDefaultsTests
{
    private const string Variable = "CLAUDE_SANDBOX_DEFAULTS";

    [Fact]
    public void They_hold_until_somebody_says_otherwise()
    {
        using World world = new();
        world.Environment[Variable] = world.WriteFile("store/defaults.json", """{ "network": { "mode": "none" }, "env": ["A"], "ask": true }""");
        string shown = world.Run("config", "show", world.Project).Expect(0).Output;
        Assert.Matches("network.mode +none +.*/store/defaults.json:1", shown);

        _ = world.WriteFile("etc/config.json", """{ "network": { "mode": "allowlist" }, "env": ["B"] }""");
        shown = world.Run("config", "show", world.Project).Expect(0).Output;
        Assert.Matches("network.mode +allowlist +.*/etc/config.json:1", shown);
        Assert.Matches("ask +true +.*/store/defaults.json:1", shown);
        Assert.Matches("env +A +.*/store/defaults.json:1\n +B +.*/etc/config.json:1", shown);
    }

    [Fact]
    public void A_project_s_file_tightens_them_and_is_not_asked_for_less()
    {
        using World world = new();
        world.Environment[Variable] = world.WriteFile("store/defaults.json", """{ "network": { "mode": "none" } }""");
        _ = world.WriteFile("project/.claude-sandbox.json", """{ "network": { "mode": "allowlist" } }""");
        CliResult refused = world.Run("exec", world.Project, "--", "true");
        Assert.Equal(CliResult.Refused, refused.Code);
        Assert.Contains("[CS111]", Assert.Single(refused.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void They_are_listed_among_the_files_that_count()
    {
        using World world = new();
        world.Environment[Variable] = world.WriteFile("store/defaults.json", "{}");
        Assert.StartsWith($"package  present  {world.Environment[Variable]}\n", world.Run("config", "path", world.Project).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_leads_nowhere_refuses_to_start()
    {
        using World world = new();
        world.Environment[Variable] = "defaults.json";
        _ = world.Run("exec", world.Project, "--", "true").ExpectRefusal(CliResult.Refused, $"variable {Variable}: defaults.json is not an absolute path: name a configuration file, or unset it [CS110]");
        world.Environment[Variable] = Path.Combine(world.Root, "none.json");
        _ = world.Run("exec", world.Project, "--", "true").ExpectRefusal(CliResult.Refused, $"variable {Variable}: ROOT/none.json is no file: name a configuration file, or unset it [CS110]");
        world.Environment[Variable] = world.WriteFile("bad.json", "{ \"askk\": 1 }");
        _ = world.Run("exec", world.Project, "--", "true").ExpectRefusal(CliResult.Refused, "ROOT/bad.json:1: askk: unknown key: did you mean ask? [CS110]");
    }

    [Fact]
    public void PR_17_a_sandbox_may_not_write_them()
    {
        using World world = new();
        world.Environment[Variable] = world.WriteFile("project/defaults.json", "{}");
        CliResult refused = world.Run("plan", world.Project, "--", "true");
        Assert.Equal(CliResult.Failed, refused.Code);
        Assert.StartsWith("refusing to let the sandbox write PROJECT: this program keeps what it trusts in PROJECT/defaults.json", Assert.Single(refused.Messages), StringComparison.Ordinal);
    }
}
