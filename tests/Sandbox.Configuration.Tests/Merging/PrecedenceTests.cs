using Sandbox.Configuration.Catalogue;
using Sandbox.Configuration.Merging;

namespace Sandbox.Configuration.Tests.Merging;

/// <summary>The machine's file, the user's, variables, options: the later wins.</summary>
public sealed class PrecedenceTests
{
    [Fact]
    public void Of_a_word_the_last_source_counts()
    {
        string none = """{ "network": { "mode": "none" } }""";
        string host = """{ "network": { "mode": "host" } }""";
        Dictionary<string, string> list = new() { ["CLAUDE_SANDBOX_NETWORK"] = "allowlist" };
        Assert.Equal(("none", "/etc/c/config.json:1"), Mode(new Texts { System = none }));
        Assert.Equal(("host", "/u/config.json:1"), Mode(new Texts { System = none, User = host }));
        Assert.Equal(("allowlist", "CLAUDE_SANDBOX_NETWORK"), Mode(new Texts { System = none, User = host, Variables = list }));
        Assert.Equal(("none", "--network"), Mode(new Texts { System = host, User = host, Variables = list, Flags = [("--network", "none")] }));
        Assert.Equal(("allowlist", "default"), Mode(new Texts { User = "{}" }));
    }

    [Fact]
    public void Lists_add_up_and_presets_replace()
    {
        EffectiveSettings settings = new Texts
        {
            System = """{ "network": { "allow": ["a.example"], "presets": ["npm"] }, "env": ["A=1", "B"] }""",
            User = """{ "network": { "allow": ["b.example", "a.example"], "presets": ["pypi", "crates"] } }""",
            Flags = [("--allow", "c.example"), ("--env", "A=2")],
        }.Merge();
        Assert.Equal(["b.example", "a.example", "c.example"], settings.Words(SettingCatalogue.Allow));
        Assert.Equal(["pypi", "crates"], settings.Words(SettingCatalogue.Presets));
        Assert.Equal(["B", "A=2"], settings.Words(SettingCatalogue.Environment));
    }

    [Fact]
    public void A_path_is_shared_as_the_later_source_says()
    {
        EffectiveSettings settings = new Texts { User = """{ "ro": ["/data", "~/x/"], "rw": ["/both"] }""", Flags = [("--rw", "/data"), ("--ro", "rel")] }.Merge();
        Assert.Equal(["/u/x", "/p/rel"], settings.Words(SettingCatalogue.ReadOnly));
        Assert.Equal(["/both", "/data"], settings.Words(SettingCatalogue.ReadWrite));
    }

    [Theory]
    [InlineData("none", "none")]
    [InlineData("allowlist", "broker")]
    [InlineData("host", "env")]
    public void Where_the_token_is_follows_from_the_network(string mode, string credentials) =>
        Assert.Equal(credentials, new Texts { Flags = [("--network", mode)] }.Merge().Word(SettingCatalogue.Credentials));

    [Fact]
    public void Without_a_network_what_files_allow_goes_unused()
    {
        EffectiveSettings settings = new Texts
        {
            User = """{ "network": { "allow": ["a.example"], "deny": ["b.example"], "publish": ["80"], "rules": "/r" }, "forwards": ["gh-token", "wayland"], "credentials": "broker" }""",
            Flags = [("--network", "none")],
        }.Merge();
        Assert.All([SettingCatalogue.Allow, SettingCatalogue.Deny, SettingCatalogue.Publish, SettingCatalogue.Rules], s => Assert.Empty(settings.Words(s)));
        Assert.Equal(["wayland"], settings.Words(SettingCatalogue.Forwards));
        Assert.Equal("none", settings.Word(SettingCatalogue.Credentials));
    }

    [Fact]
    public void An_option_that_a_file_makes_useless_is_a_mistake() =>
        Assert.Equal(
            ["CS102 --allow a.example: of no use with network.mode none (/u/config.json:1): leave it out"],
            new Texts { User = """{ "network": { "mode": "none" } }""", Flags = [("--allow", "a.example")] }.Mistakes());

    [Fact]
    public void A_denial_that_cannot_be_enforced_is_a_mistake() =>
        Assert.Equal(
            ["CS102 /u/config.json:1: network.deny: a.example: cannot be enforced with network.mode host (--network): use --network allowlist"],
            new Texts { User = """{ "network": { "deny": ["a.example"] } }""", Flags = [("--network", "host")] }.Mistakes());

    private static (string? Word, string Place) Mode(Texts texts)
    {
        EffectiveSettings settings = texts.Merge();
        return (settings.Word(SettingCatalogue.Mode), settings.Of(SettingCatalogue.Mode).Origin.Place);
    }
}
