using Sandbox.Configuration.Catalogue;
using Sandbox.Configuration.Merging;

namespace Sandbox.Configuration.Tests.Reading;

public sealed class VariableTests
{
    [Fact]
    public void A_variable_says_what_a_key_says()
    {
        EffectiveSettings settings = new Texts
        {
            Variables = new()
            {
                ["CLAUDE_SANDBOX_NETWORK"] = "allowlist",
                ["CLAUDE_SANDBOX_ALLOW"] = "a.example,b.example:22",
                ["CLAUDE_SANDBOX_RO"] = "/data:~/x,y",
                ["CLAUDE_SANDBOX_ASK"] = "1",
                ["CLAUDE_SANDBOX_ALLOW_DEBUG"] = "true",
                ["OTHER"] = "x",
            },
        }.Merge();
        Assert.Equal(["a.example", "b.example:22"], settings.Words(SettingCatalogue.Allow));
        Assert.Equal(["/data", "/u/x,y"], settings.Words(SettingCatalogue.ReadOnly));
        Assert.Equal("true", settings.Word(SettingCatalogue.Find("ask")!));
        Assert.Equal("true", settings.Word(SettingCatalogue.Find("allowDebug")!));
        Assert.Equal("CLAUDE_SANDBOX_ASK", settings.Of(SettingCatalogue.Find("ask")!).Origin.Place);
    }

    [Theory]
    [InlineData("CLAUDE_SANDBOX_NETWROK", "none", "CS110 variable CLAUDE_SANDBOX_NETWROK is no setting: did you mean CLAUDE_SANDBOX_NETWORK?")]
    [InlineData("CLAUDE_SANDBOX_X", "none", "CS110 variable CLAUDE_SANDBOX_X is no setting: unset it; `claude-sandbox config show --json` lists the settings and their variables")]
    [InlineData("CLAUDE_SANDBOX_NETWORK", "", "CS110 variable CLAUDE_SANDBOX_NETWORK: set but empty: give it a value or unset it")]
    [InlineData("CLAUDE_SANDBOX_NETWORK", "all", "CS110 variable CLAUDE_SANDBOX_NETWORK: all: use one of none, allowlist, host")]
    [InlineData("CLAUDE_SANDBOX_ASK", "yes", "CS110 variable CLAUDE_SANDBOX_ASK: yes: use one of true, false")]
    [InlineData("CLAUDE_SANDBOX_RW", "data", "CS110 variable CLAUDE_SANDBOX_RW: data: a path is absolute or begins with ~/")]
    public void A_wrong_variable_is_a_mistake(string name, string value, string message) =>
        Assert.Equal([message], new Texts { Variables = new() { [name] = value } }.Mistakes());

    [Theory]
    [InlineData("CLAUDE_SANDBOX_BACKEND")]
    [InlineData("CLAUDE_SANDBOX_TRACE")]
    [InlineData("CLAUDE_SANDBOX")]
    public void What_a_sandbox_inside_a_sandbox_inherits_is_none(string name) =>
        Assert.Empty(new Texts { Variables = new() { ["CLAUDE_SANDBOX"] = "1", [name] = "1" } }.Mistakes());

    [Fact]
    public void Outside_of_one_the_backend_is_a_setting() =>
        Assert.Equal(
            ["CS110 variable CLAUDE_SANDBOX_BACKEND: dcoker: use one of native, bubblewrap, nspawn, vm, auto"],
            new Texts { Variables = new() { ["CLAUDE_SANDBOX_BACKEND"] = "dcoker" } }.Mistakes());
}
