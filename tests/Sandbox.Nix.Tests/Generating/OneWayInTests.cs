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
    public void Templates_hold_no_shell_but_one_hand_over()
    {
        string[] scripts = [.. Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, "templates"), "*.nix.scriban", SearchOption.AllDirectories)
            .SelectMany(static f => Regex.Matches(File.ReadAllText(f), "text = ''([^']*)''").Select(static m => m.Groups[1].Value))];
        Assert.Equal(["export", "exec"], Assert.Single(scripts).Trim().Split('\n').Select(static l => l.Trim().Split(' ')[0]));
    }
}
