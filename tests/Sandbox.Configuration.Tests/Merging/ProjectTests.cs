using Sandbox.Configuration.Catalogue;
using Sandbox.Configuration.Merging;

namespace Sandbox.Configuration.Tests.Merging;

/// <summary>A project's file: what it takes away, and what it is told when it asks.</summary>
public sealed class ProjectTests
{
    private const string Only = "and a project file may only tighten";

    /// <summary>The user's file, the project's, the message.</summary>
    public static TheoryData<string, string, string> Loosening => new()
    {
        { "{}", """{ "network": { "mode": "host" } }""", $"network.mode: host is looser than allowlist (default), {Only}: pass --network host or set it in your own config.json if you want it" },
        { """{ "network": { "mode": "none" } }""", """{ "network": { "mode": "allowlist" } }""", $"network.mode: allowlist is looser than none (/u/config.json:1), {Only}: pass --network allowlist or set it in your own config.json if you want it" },
        { "{}", """{ "network": { "allow": ["evil.example"] } }""", $"network.allow: evil.example lets more through than the rules that hold without it, {Only}: pass --allow evil.example or set it in your own config.json if you want it" },
        { """{ "network": { "allow": ["a.example"] } }""", """{ "network": { "allow": ["a.example:22"] } }""", $"network.allow: a.example:22 lets more through than the rules that hold without it, {Only}: pass --allow a.example:22 or set it in your own config.json if you want it" },
        { """{ "network": { "allow": ["10.0.0.0/8"] } }""", """{ "network": { "allow": ["10.0.0.1"] } }""", $"network.allow: 10.0.0.1 lets more through than the rules that hold without it, {Only}: pass --allow 10.0.0.1 or set it in your own config.json if you want it" },
        { """{ "network": { "presets": ["npm"] } }""", """{ "network": { "presets": ["pypi"] } }""", $"network.presets: pypi lets more through than the rules that hold without it, {Only}: pass --preset pypi or set it in your own config.json if you want it" },
        { "{}", """{ "credentials": "file" }""", $"credentials: file is looser than broker (default), {Only}: pass --credentials file or set it in your own config.json if you want it" },
        { """{ "credentials": "env" }""", """{ "credentials": "file" }""", $"credentials: file is looser than env (/u/config.json:1), {Only}: pass --credentials file or set it in your own config.json if you want it" },
        { """{ "ask": true }""", """{ "ask": false }""", $"ask: false is looser than true (/u/config.json:1), {Only}: set it in your own config.json if you want it" },
        { "{}", """{ "allowDebug": true }""", $"allowDebug: true is looser than false (default), {Only}: pass --allow-debug or set it in your own config.json if you want it" },
        { "{}", """{ "rw": ["/data"] }""", $"rw: /data is granted by nobody, {Only}: pass --rw /data or set it in your own config.json if you want it" },
        { """{ "ro": ["/data"] }""", """{ "rw": ["/data"] }""", $"rw: /data is granted by nobody, {Only}: pass --rw /data or set it in your own config.json if you want it" },
        { "{}", """{ "env": ["TOKEN=hunter2"] }""", $"env: TOKEN=*** is granted by nobody, {Only}: pass --env TOKEN=*** or set it in your own config.json if you want it" },
        { """{ "env": ["A"] }""", """{ "env": ["A=2"] }""", $"env: A=*** is granted by nobody, {Only}: pass --env A=*** or set it in your own config.json if you want it" },
        { "{}", """{ "forwards": ["ssh-agent"] }""", $"forwards: ssh-agent is granted by nobody, {Only}: pass --forward ssh-agent or set it in your own config.json if you want it" },
        { """{ "allowWrite": [".vscode"] }""", """{ "allowWrite": ["all"] }""", string.Empty },
        { """{ "allowWrite": [".vscode"] }""", """{ "allowWrite": [".envrc"] }""", $"allowWrite: .envrc is granted by nobody, {Only}: pass --allow-write .envrc or set it in your own config.json if you want it" },
    };

    [Theory]
    [MemberData(nameof(Loosening))]
    public void What_would_loosen_is_one_line_that_says_how_to_have_it(string user, string project, string message) =>
        Assert.Equal(message.Length == 0 ? [] : [$"CS111 /p/.claude-sandbox.json:1: {message}"], new Texts { User = user, Project = project }.Mistakes());

    [Fact]
    public void It_takes_away_whoever_granted_it()
    {
        EffectiveSettings settings = new Texts
        {
            User = """{ "rw": ["/data", "/more"], "env": ["A=1", "B"], "forwards": ["ssh-agent"], "allowWrite": ["all"] }""",
            Flags = [("--network", "host"), ("--rw", "/flag"), ("--allow-debug", "true")],
            Project = """
                {
                  "network": { "mode": "allowlist", "deny": ["pypi.org"], "presets": ["npm"] },
                  "rw": ["/data"], "env": ["A"], "forwards": [], "allowWrite": [".envrc"], "ask": true, "allowDebug": false, "credentials": "none"
                }
                """,
        }.Merge();
        Assert.Equal("allowlist", settings.Word(SettingCatalogue.Mode));
        Assert.Equal("/p/.claude-sandbox.json:2", settings.Of(SettingCatalogue.Mode).Origin.Place);
        Assert.Equal(["pypi.org"], settings.Words(SettingCatalogue.Deny));
        Assert.Equal(["npm"], settings.Words(SettingCatalogue.Presets));
        Assert.Equal(["/data"], settings.Words(SettingCatalogue.ReadWrite));
        Assert.Equal(["A=1"], settings.Words(SettingCatalogue.Environment));
        Assert.Empty(settings.Words(SettingCatalogue.Forwards));
        Assert.Equal([".envrc"], settings.Words(SettingCatalogue.AllowWrite));
        Assert.Equal("true", settings.Word(SettingCatalogue.Find("ask")!));
        Assert.Equal("false", settings.Word(SettingCatalogue.Find("allowDebug")!));
        Assert.Equal("none", settings.Word(SettingCatalogue.Credentials));
        Assert.Equal(10, settings.Tightened.Count);
    }

    [Fact]
    public void A_host_that_a_preset_has_may_be_named_instead_of_it()
    {
        EffectiveSettings settings = new Texts { Project = """{ "network": { "presets": [], "allow": ["registry.npmjs.org:443"] } }""" }.Merge();
        Assert.Empty(settings.Words(SettingCatalogue.Presets));
        Assert.Equal(["registry.npmjs.org:443"], settings.Words(SettingCatalogue.Allow));
    }

    [Fact]
    public void A_run_may_be_stricter_than_the_project_s_file_asks()
    {
        string project = """{ "network": { "mode": "allowlist", "allow": ["registry.npmjs.org:443"] }, "credentials": "broker" }""";
        EffectiveSettings cut = new Texts { Flags = [("--network", "none")], Project = project }.Merge();
        Assert.Equal("none", cut.Word(SettingCatalogue.Mode));
        Assert.Equal("none", cut.Word(SettingCatalogue.Credentials));
        EffectiveSettings locked = new Texts { Flags = [("--preset", "locked")], Project = project }.Merge();
        Assert.Empty(locked.Words(SettingCatalogue.Allow));
        Assert.Equal(["locked"], locked.Words(SettingCatalogue.Presets));
    }

    [Fact]
    public void What_it_takes_away_must_be_enforceable() =>
        Assert.Equal(
            [
                "CS102 /p/.claude-sandbox.json:1: network.deny: a.example: cannot be enforced with network.mode host (--network): use --network allowlist",
                "CS102 /p/.claude-sandbox.json:1: network.presets: cannot be enforced with network.mode host (--network): use --network allowlist",
            ],
            new Texts { Flags = [("--network", "host")], Project = """{ "network": { "presets": [], "deny": ["a.example"] } }""" }.Mistakes());
}
