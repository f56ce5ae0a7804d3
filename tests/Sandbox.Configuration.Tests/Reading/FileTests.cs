using System.Text;
using Sandbox.Configuration.Catalogue;
using Sandbox.Configuration.Reading;
using Sandbox.Core.Planning;

namespace Sandbox.Configuration.Tests.Reading;

/// <summary>What a file may look like, and what is said about one that does not.</summary>
public sealed class FileTests
{
    public static TheoryData<string, string[]> Broken => new()
    {
        { "", ["CS110 /f:1: the file is empty: write {} or remove it"] },
        { " \n\n", ["CS110 /f:1: the file is empty: write {} or remove it"] },
        { "[]", ["CS110 /f:1: the file holds a list: it must hold an object, { ... }"] },
        { "\n\"x\"", ["CS110 /f:2: the file holds a text: it must hold an object, { ... }"] },
        { "{\n \"ask\": true,\n \"ro\": [\n", ["CS110 /f:4: the file ends too early: a bracket or quote is not closed"] },
        { "{\n \"ask\": tru }", ["CS110 /f:2: not JSON: 'tru }' is an invalid JSON literal. Expected the literal 'true'"] },
        { "{} x", ["CS110 /f:1: not JSON: 'x' is invalid after a single JSON value. Expected end of data"] },
        { "{\n \"network\": { \"mod\": \"none\" } }", ["CS110 /f:2: network.mod: unknown key: did you mean network.mode?"] },
        { "{ \"allow\": [] }", ["CS110 /f:1: allow: unknown key: did you mean network.allow?"] },
        { "{ \"zzz\": 1 }", ["CS110 /f:1: zzz: unknown key: `claude-sandbox config schema` lists them"] },
        { "{ \"ask\": true,\n \"ask\": false }", ["CS110 /f:2: ask: given twice: keep one of the two"] },
        { "{ \"network\": { \"deny\": [], \"deny\": [] } }", ["CS110 /f:1: network.deny: given twice: keep one of the two"] },
        { "{ \"a\\ud800\": 1 }", ["CS110 /f:1: a key is not valid text"] },
        { "{ \"agent\": \"\\ud800\" }", ["CS110 /f:1: agent: not valid text"] },
        { "{ \"network\": \"none\" }", ["CS110 /f:1: network: must be an object, not a text"] },
        { "{ \"$schema\": 1 }", ["CS110 /f:1: $schema: must be a text, not a number"] },
        { "{ \"ro\": \"/data\" }", ["CS110 /f:1: ro: must be a list, [ ... ], not a text"] },
        { "{ \"network\": { \"mode\": \"nnoe\" } }", ["CS110 /f:1: network.mode: nnoe: did you mean none?"] },
        { "{ \"network\": { \"mode\": \"allow-list\" } }", ["CS110 /f:1: network.mode: allow-list: did you mean allowlist?"] },
        { "{ \"agent\": \"\" }", ["CS110 /f:1: agent: empty: name something, or leave it out"] },
        { "{ \"env\": [ \"TOKEN=hunter2\", \"1X=hunter2\" ] }", ["CS110 /f:1: env[1]: 1X=***: not a variable name: use letters, digits and _, not beginning with a digit"] },
        {
            "{\n \"ro\": [\n  \"data\",\n  7,\n  [\"/x\"],\n  \"\" ],\n \"ask\": \"yes\",\n \"network\": { \"allow\": [\"*.com\"], \"publish\": [\"x\"] } }",
            [
                "CS110 /f:3: ro[0]: data: a path is absolute or begins with ~/", "CS110 /f:4: ro[1]: must be a text, not a number", "CS110 /f:5: ro[2]: must be a text, not a list",
                "CS110 /f:6: ro[3]: empty: name something, or leave it out", "CS110 /f:7: ask: must be true or false, not a text",
                "CS110 /f:8: network.allow[0]: *.com: anybody can register a name below com: name the hosts, or write 'any' for every host",
                "CS110 /f:8: network.publish[0]: x: x is not PORT or PORT:PORT: a port is a number from 1 to 65535",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Every_mistake_is_named_with_its_line_and_key(string text, string[] mistakes) => Assert.Equal(mistakes, Texts.MistakesIn(text));

    [Fact]
    public void Comments_trailing_commas_a_byte_order_mark_and_a_schema_are_no_mistakes()
    {
        Findings findings = new();
        byte[] bytes = [.. Encoding.UTF8.Preamble, .. "// mine\n{ \"$schema\": \"x\", /* all */ \"network\": { \"mode\": \"none\", }, }\n"u8];
        GivenSettings given = ConfigurationFile.Read(bytes, "/f", SettingLayer.User, findings);
        Assert.Empty(Texts.Messages(findings));
        Assert.Equal(new SettingEntry("none", new SettingOrigin(SettingLayer.User, "/f:2")), Assert.Single(given.Of(SettingCatalogue.Mode)!.Entries));
        Assert.Null(given.Of(SettingCatalogue.Allow));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x7B, 0, 0x7D, 0 })]
    [InlineData(new byte[] { 0x7B, 0xFF, 0x7D })]
    public void What_is_not_UTF_8_is_refused_by_name(byte[] bytes) => Assert.Equal(["CS110 /f:1: not UTF-8: save it as UTF-8"], Texts.MistakesIn(bytes));

    [Fact]
    public void Depth_has_an_end() =>
        Assert.StartsWith("CS110 /f:1: not JSON: the maximum configured depth", Assert.Single(Texts.MistakesIn("{\"ro\":" + new string('[', 10_000)), m => m.Contains("JSON", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Theory]
    [InlineData("ro", "[]")]
    [InlineData("agent", "\"sh\"")]
    [InlineData("quiet", "true")]
    public void What_can_only_grant_has_no_place_in_a_project_s_file(string key, string value)
    {
        string flag = SettingCatalogue.Find(key)!.Flag;
        Assert.Equal(
            [$"CS111 /f:1: {key}: not for a project's file, which may only tighten: pass {flag} or set it in your own config.json if you want it"],
            Texts.MistakesIn($"{{ \"{key}\": {value} }}", SettingLayer.Project));
        Assert.Empty(Texts.MistakesIn($"{{ \"{key}\": {value} }}"));
    }

    [Fact]
    public void What_has_no_order_cannot_be_managed() =>
        Assert.Equal(
            ["CS111 /f:1: agent: cannot be managed, because nothing is tighter than anything else: set it in config.json beside it"],
            Texts.MistakesIn("{ \"agent\": \"sh\" }", SettingLayer.Managed));
}
