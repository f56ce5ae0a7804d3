using Sandbox.Configuration.Catalogue;
using Sandbox.Configuration.Merging;

namespace Sandbox.Configuration.Tests.Merging;

/// <summary>The managed file: nobody goes beyond it, and it grants nothing.</summary>
public sealed class ManagedTests
{
    private const string Lets = "more than /etc/c/managed.json:1 lets: leave it out, or ask whoever manages this machine";

    /// <summary>The managed file, an option beyond it.</summary>
    public static TheoryData<string, string, string> Beyond => new()
    {
        { """{ "network": { "mode": "allowlist" } }""", "--network", "host" },
        { """{ "network": { "presets": ["npm"] } }""", "--preset", "pypi" },
        { """{ "network": { "allow": [] } }""", "--allow", "evil.example" },
        { """{ "network": { "allow": [] } }""", "--rules", "/rules" },
        { """{ "network": { "allow": [] } }""", "--network", "host" },
        { """{ "network": { "deny": ["a.example"] } }""", "--network", "host" },
        { """{ "network": { "publish": [] } }""", "--publish", "8080" },
        { """{ "credentials": "broker" }""", "--credentials", "env" },
        { """{ "ro": ["/data"] }""", "--ro", "/etc/ssl" },
        { """{ "rw": [] }""", "--rw", "/data" },
        { """{ "env": ["LANG"] }""", "--env", "TOKEN" },
        { """{ "forwards": [] }""", "--forward", "ssh-agent" },
        { """{ "allowWrite": [".vscode"] }""", "--allow-write", "all" },
    };

    [Theory]
    [MemberData(nameof(Beyond))]
    public void An_option_beyond_it_is_a_mistake_that_names_it(string managed, string flag, string word)
    {
        Assert.Contains($"CS111 {flag} {word}: {Lets}", new Texts { Managed = managed, Flags = [(flag, word)] }.Mistakes());
        Assert.DoesNotContain(new Texts { Flags = [(flag, word)] }.Mistakes(), m => m.StartsWith("CS111", StringComparison.Ordinal));
    }

    [Fact]
    public void So_is_a_file_or_a_variable()
    {
        string managed = """{ "network": { "mode": "none" }, "rw": [] }""";
        Assert.Equal(
            [$"CS111 variable CLAUDE_SANDBOX_NETWORK: host: {Lets}", $"CS111 /u/config.json:2: rw: /data: {Lets}"],
            new Texts { Managed = managed, User = "{\n\"rw\": [\"/data\"] }", Variables = new() { ["CLAUDE_SANDBOX_NETWORK"] = "host" } }.Mistakes().Where(m => m.StartsWith("CS111", StringComparison.Ordinal)));
    }

    [Fact]
    public void Defaults_are_lowered_to_it_without_a_word()
    {
        EffectiveSettings settings = new Texts { Managed = """{ "network": { "presets": ["npm", "locked"], "deny": ["a.example"] }, "ask": true, "credentials": "none" }""" }.Merge();
        Assert.Equal(["npm", "locked"], settings.Words(SettingCatalogue.Presets));
        Assert.Equal(["a.example"], settings.Words(SettingCatalogue.Deny));
        Assert.Equal("true", settings.Word(SettingCatalogue.Find("ask")!));
        Assert.Equal("none", settings.Word(SettingCatalogue.Credentials));
        Assert.Equal("none", new Texts { Managed = """{ "network": { "mode": "none" } }""" }.Merge().Word(SettingCatalogue.Mode));
    }

    [Fact]
    public void It_grants_nothing()
    {
        EffectiveSettings settings = new Texts { Managed = """{ "network": { "mode": "host", "publish": ["80"] }, "rw": ["/data"], "forwards": ["ssh-agent"], "allowDebug": true, "credentials": "env" }""" }.Merge();
        Assert.Equal("allowlist", settings.Word(SettingCatalogue.Mode));
        Assert.All([SettingCatalogue.Publish, SettingCatalogue.ReadWrite, SettingCatalogue.Forwards], s => Assert.Empty(settings.Words(s)));
        Assert.Equal("false", settings.Word(SettingCatalogue.Find("allowDebug")!));
        Assert.Equal("broker", settings.Word(SettingCatalogue.Credentials));
    }
}
