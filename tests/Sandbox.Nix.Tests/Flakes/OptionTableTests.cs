using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sandbox.Nix.Tests.Flakes;

/// <summary>The table of options in docs/nixos.md is what the module declares.</summary>
public sealed partial class OptionTableTests(StubFlake flake) : IClassFixture<StubFlake>
{
    private const string Begin = "<!-- options: begin (generated from templates/nix/modules/options.nix.scriban; SNAPSHOT_ACCEPT=1 writes it) -->\n";
    private const string End = "<!-- options: end -->\n";

    private const string Declarations =
        """
        map (d: { name = builtins.concatStringsSep "." (builtins.tail (builtins.tail d.path)); type = d.option.type.description; inherit (d.option) default description; })
          (builtins.filter (d: builtins.length d.path > 2 && builtins.head d.path == "services" && builtins.elemAt d.path 1 == "claude-sandbox") declarations)
        """;

    [Fact]
    public void The_page_has_every_option_as_it_is_declared()
    {
        string file = Path.Combine(RepositoryPaths.Root, "docs", "nixos.md");
        string page = File.ReadAllText(file);
        Match table = Table().Match(page);
        Assert.True(table.Success, $"{file} has no place for the table");
        string wanted = page.Replace(table.Value, Begin + Render() + End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("SNAPSHOT_ACCEPT") == "1")
        {
            File.WriteAllText(file, wanted);
        }

        Assert.Equal(wanted, File.ReadAllText(file));
    }

    private string Render()
    {
        ProcessResult result = flake.TryMachine("{ }", Declarations);
        Assert.True(result.ExitCode == 0, result.ErrorText);
        using JsonDocument options = JsonDocument.Parse(result.OutputText);
        StringBuilder text = new("| option of `services.claude-sandbox` | type | default | what |\n|---|---|---|---|\n");
        foreach (JsonElement option in options.RootElement.EnumerateArray())
        {
            string Said(string name) => option.GetProperty(name).GetString()!;
            Assert.Matches(@"^[A-Z][^|\n]*\.$", Said("description"));
            string standard = option.GetProperty("default").GetRawText() switch { "[]" => "[ ]", "{}" => "{ }", var other => other };
            text.Append($"| `{Said("name")}` | {Said("type")} | `{standard}` | {Said("description")} |\n");
        }

        return text.ToString();
    }

    [GeneratedRegex("<!-- options: begin.*<!-- options: end -->\n", RegexOptions.Singleline)]
    private static partial Regex Table();
}
