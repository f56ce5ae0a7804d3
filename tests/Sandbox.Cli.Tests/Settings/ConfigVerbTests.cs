using System.Text.Json;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Tests.Fixtures;
using Sandbox.Configuration.Catalogue;
using Sandbox.Configuration.Publishing;

namespace Sandbox.Cli.Tests.Settings;

public sealed class ConfigVerbTests
{
    [Fact]
    public void Every_option_of_a_policy_can_be_configured() =>
        Assert.Equal(
            new SandboxOptions().All.Select(static o => o.Name).Order(StringComparer.Ordinal),
            SettingCatalogue.All.Select(static s => s.Flag).Order(StringComparer.Ordinal));

    [Fact]
    public void Show_says_what_holds_and_who_says_so()
    {
        using World world = new();
        _ = world.WriteFile("etc/config.json", "{ \"network\": { \"presets\": [\"npm\"] } }");
        _ = world.WriteFile("home/.config/claude-sandbox/config.json", "{\n  \"env\": [\"TOKEN=hunter2\", \"EDITOR\"],\n  \"network\": { \"mode\": \"host\" }\n}");
        _ = world.WriteFile("project/.claude-sandbox.json", "{ \"network\": { \"mode\": \"none\" } }");
        world.Environment["CLAUDE_SANDBOX_ASK"] = "1";
        CliResult result = world.Run("config", "show", "--ro", "/opt", world.Project).Expect(0);
        string output = result.Output;
        string[] lines = result.Plain(output).Split('\n');
        Assert.Contains("network.mode       none                      PROJECT/.claude-sandbox.json:1", lines);
        Assert.Contains("network.presets    npm                       ROOT/etc/config.json:1", lines);
        Assert.Contains("credentials        none                      default", lines);
        Assert.Contains("ro                 /opt                      --ro", lines);
        Assert.Contains("env                TOKEN=***                 HOME/.config/claude-sandbox/config.json:2", lines);
        Assert.Contains("                   EDITOR                    HOME/.config/claude-sandbox/config.json:2", lines);
        Assert.Contains("ask                true                      CLAUDE_SANDBOX_ASK", lines);
        Assert.Contains("forwards           -                         default", lines);
        Assert.DoesNotContain("hunter2", output, StringComparison.Ordinal);

        using JsonDocument json = JsonDocument.Parse(world.Run("config", "show", "--json", world.Project).Expect(0).Output);
        Assert.Equal(1, json.RootElement.GetProperty("schemaVersion").GetInt32());
        JsonElement mode = json.RootElement.GetProperty("settings")[0];
        Assert.Equal(
            ("network.mode", "--network", "CLAUDE_SANDBOX_NETWORK", "none", Path.Combine(world.Project, ".claude-sandbox.json:1")),
            (Text(mode, "path"), Text(mode, "flag"), Text(mode, "variable"), Text(mode, "value"), mode.GetProperty("origins")[0].GetString()));
    }

    [Fact]
    public void A_plan_is_what_is_configured()
    {
        using World world = new();
        _ = world.WriteFile("home/.config/claude-sandbox/config.json", "{ \"network\": { \"mode\": \"none\" }, \"agent\": \"/bin/true\" }");
        using JsonDocument plan = JsonDocument.Parse(world.Run("plan", "--json", world.Project).Expect(0).Output);
        Assert.Equal("none", plan.RootElement.GetProperty("network").GetString());
        Assert.Equal("/bin/true", plan.RootElement.GetProperty("arguments")[0].GetString());
        using JsonDocument other = JsonDocument.Parse(world.Run("plan", "--json", "--network", "allowlist", world.Project).Expect(0).Output);
        Assert.Equal("allowlist", other.RootElement.GetProperty("network").GetString());
    }

    [Fact]
    public void Rules_that_are_configured_count_for_why()
    {
        using World world = new();
        _ = world.Run("network", "why", "a.example").Expect(CliResult.Failed);
        _ = world.WriteFile("home/.config/claude-sandbox/config.json", "{ \"network\": { \"allow\": [\"a.example\"] } }");
        _ = world.Run("network", "why", "a.example").Expect(0);
    }

    [Fact]
    public void Path_lists_what_is_looked_for()
    {
        using World world = new();
        _ = world.WriteFile("etc/managed.json", "{}");
        CliResult result = world.Run("config", "path", world.Project).Expect(0);
        Assert.Equal(
            "system   absent   ROOT/etc/config.json\nuser     absent   HOME/.config/claude-sandbox/config.json\nmanaged  present  ROOT/etc/managed.json\nproject  absent   PROJECT/.claude-sandbox.json\n",
            result.Plain(result.Output));
        using JsonDocument json = JsonDocument.Parse(world.Run("config", "path", "--json", world.Project).Expect(0).Output);
        Assert.True(json.RootElement.GetProperty("files")[2].GetProperty("present").GetBoolean());
    }

    [Fact]
    public void Validate_looks_at_every_file_that_is_named()
    {
        using World world = new();
        string good = world.WriteFile("good.json", "{ \"ro\": [\"/opt\"] }");
        string bad = world.WriteFile("bad.json", "{ \"ro\": [\"opt\"] }");
        string project = world.WriteFile("sub/.claude-sandbox.json", "{ \"ro\": [\"/opt\"] }");
        CliResult result = world.Run("config", "validate", good).Expect(0);
        Assert.Equal("ROOT/good.json: valid\n", result.Plain(result.Output));
        result = world.Run("config", "validate", good, bad, project, world.Root + "/none").Expect(CliResult.Failed);
        Assert.Equal("ROOT/good.json: valid\n", result.Plain(result.Output));
        Assert.Equal(
            [
                "ROOT/bad.json:1: ro[0]: opt: a path is absolute or begins with ~/ [CS110]",
                "ROOT/sub/.claude-sandbox.json:1: ro: not for a project's file, which may only tighten: pass --ro or set it in your own config.json if you want it [CS111]",
                "no such file: ROOT/none: name a configuration file [CS110]",
            ],
            result.Messages);
        using JsonDocument json = JsonDocument.Parse(world.Run("config", "validate", "--json", good, bad).Expect(CliResult.Failed).Output);
        Assert.Equal([true, false], json.RootElement.GetProperty("files").EnumerateArray().Select(static f => f.GetProperty("valid").GetBoolean()));
    }

    [Fact]
    public void Schema_is_the_published_one()
    {
        using World world = new();
        Assert.Equal(ConfigurationSchema.Render(), world.Run("config", "schema").Expect(0).Output);
    }

    [Theory]
    [InlineData("config", "config needs a verb: config show, config path, config validate or config schema [CS101]")]
    [InlineData("config shw", "config has no verb shw: did you mean config show? [CS101]")]
    [InlineData("config schema x", "unexpected x: see `claude-sandbox config schema --help` [CS101]")]
    [InlineData("config show --network all", "--network all: use one of allowlist, none, host [CS101]")]
    public void Wrong_words_are_usage_errors(string line, string message)
    {
        using World world = new();
        _ = world.Run(line.Split(' ')).ExpectRefusal(CliResult.Usage, message);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
