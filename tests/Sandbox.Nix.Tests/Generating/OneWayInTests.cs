using System.Text.RegularExpressions;

namespace Sandbox.Nix.Tests.Generating;

/// <summary>There is one way for a value into Nix text.</summary>
public sealed class OneWayInTests
{
    [Fact]
    public void Text_of_Nix_is_made_in_the_room_of_literals_alone()
    {
        string[] makers = [.. Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(static f => !f.Contains("/obj/", StringComparison.Ordinal) && File.ReadAllText(f).Contains("new TemplateMarkup(", StringComparison.Ordinal)).Select(static f => Path.GetFileName(f))];
        Assert.Equal(["NixFilters.cs"], makers);
    }

    [Fact]
    public void GN_25_templates_are_those_of_the_program()
    {
        // Control: the pattern finds the places where the settings are read.
        Regex reading = new(@"\bFile\.[A-Z]|\b(FileStream|SmallFile|HttpClient|Assembly)\b");
        string[] Readers(string room) => [.. Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, "src", room), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && reading.IsMatch(File.ReadAllText(f))).Select(static f => Path.GetFileName(f))];

        Assert.Equal(["EmbeddedTemplates.cs"], Readers("Sandbox.Nix"));
        Assert.Empty(Readers("Sandbox.Templating"));
        Assert.NotEmpty(Readers("Sandbox.Configuration").Concat(Readers("Sandbox.Cli")));
    }

    [Fact]
    public void Shell_in_Nix_text_hands_over_and_decides_nothing()
    {
        string[] texts = [.. Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, "templates"), "*.nix.scriban", SearchOption.AllDirectories)
            .SelectMany(static f => Regex.Matches(File.ReadAllText(f), "text = ''\n(.*?)\n *'';", RegexOptions.Singleline).Select(static m => m.Groups[1].Value))];

        Assert.Equal(3, texts.Length);
        Assert.All(texts, static t => Assert.Matches(@"\A( *export [^\n;|&]*\n)+ *exec [^\n;|&]*\z", t));
    }
}
