using System.Xml.Linq;

namespace Sandbox.Integration.Tests;

/// <summary>DN-02: names are bytes, whatever the locale, and characters without weight count.</summary>
public sealed class CultureTests
{
    private static readonly string[] Weightless = ["\u0001", "\u00AD", "\u200B", "\u200D", "\u007F", "\uFEFF", "\u2060"];

    [TheoryWithin(90)]
    [InlineData("C.UTF-8")]
    [InlineData("tr_TR.UTF-8")]
    [InlineData("th_TH.UTF-8")]
    public void A_word_with_an_invisible_character_is_another_word(string locale)
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        workspace.Environment["LANG"] = locale;
        workspace.Environment["LC_ALL"] = locale;
        string[][] words = [["--network", "none"], ["--credentials", "none"], ["--allow-write", ".vscode"], ["--forward", "git-config"], ["--backend", "native"]];

        Assert.All(words, word =>
        {
            _ = workspace.Inside("true", word).ExpectExit();
            int at = word[1].Length;
            foreach (string invisible in Weightless.Take(locale[0] == 'C' ? Weightless.Length : 2))
            {
                Assert.Equal(125, workspace.Inside("true", word[0], word[1] + invisible).ExitCode);
                Assert.Equal(125, workspace.Inside("true", word[0], word[1].Insert(at / 2, invisible)).ExitCode);
            }
        });
        Assert.Equal(125, workspace.Inside("true", "--network", "NONE").ExitCode);
        Assert.Equal(125, workspace.Inside("true", "--BACKEND", "native").ExitCode);
    }

    [FactWithin(30)]
    public void A_path_with_an_invisible_character_is_another_path()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        _ = workspace.Write(workspace.At("a", "file"), "plain");

        Assert.All(Weightless, invisible =>
        {
            string twin = workspace.Write(workspace.At("a" + invisible, "file"), "twin");
            Assert.Equal("twin", workspace.Inside($"cat {workspace.At("a", "file")} '{twin}' 2>/dev/null", "--ro", Path.GetDirectoryName(twin)!).OutputText);
        });
    }

    [FactWithin(30)]
    public void No_project_uses_the_tables_of_a_culture_and_comparing_without_a_kind_is_an_error()
    {
        XDocument properties = XDocument.Load(Path.Combine(RepositoryPaths.Root, "Directory.Build.props"));
        string editor = File.ReadAllText(Path.Combine(RepositoryPaths.Root, ".editorconfig"));

        Assert.Equal("true", properties.Descendants("InvariantGlobalization").Single().Value);
        Assert.Equal("true", properties.Descendants("TreatWarningsAsErrors").Single().Value);
        Assert.Equal("All", properties.Descendants("AnalysisMode").Single().Value);
        foreach (string rule in new[] { "CA1307", "CA1309", "CA1310" })
        {
            Assert.DoesNotContain($"{rule}.severity = none", editor, StringComparison.Ordinal);
        }
    }
}
