using System.Xml.Linq;

namespace Sandbox.Architecture.Tests;

/// <summary>What the build insists on.</summary>
public sealed class BuildTests
{
    private static readonly XDocument Properties = XDocument.Parse(Solution.Read("Directory.Build.props"));

    [Theory]
    [InlineData("TreatWarningsAsErrors", "true")]
    [InlineData("Nullable", "enable")]
    [InlineData("AnalysisMode", "All")]
    [InlineData("EnforceCodeStyleInBuild", "true")]
    [InlineData("InvariantGlobalization", "true")]
    [InlineData("Deterministic", "true")]
    public void Every_project_is_built_strictly(string property, string value) =>
        Assert.Equal(value, Assert.Single(Properties.Descendants(property)).Value);

    [Fact]
    public void Banned_symbols_are_banned_in_every_project()
    {
        Assert.Contains(Properties.Descendants("AdditionalFiles"), e => e.Attribute("Include")!.Value.EndsWith("BannedSymbols.txt", StringComparison.Ordinal));
        Assert.Contains(Properties.Descendants("PackageReference"), e => e.Attribute("Include")!.Value == "Microsoft.CodeAnalysis.BannedApiAnalyzers");
        Assert.Contains("dotnet_diagnostic.RS0030.severity = error", Solution.Lines(".editorconfig"));
        string symbols = Solution.Read("BannedSymbols.txt");
        Assert.All((string[])["M:System.Diagnostics.Process.Start(System.String)", "M:System.IO.Directory.Delete(System.String,System.Boolean)"], s => Assert.Contains(s, symbols, StringComparison.Ordinal));
    }

    [Fact]
    public void No_project_turns_the_strictness_off()
    {
        string[] switches = ["TreatWarningsAsErrors", "Nullable", "AnalysisMode", "NoWarn", "EnforceCodeStyleInBuild", "RunAnalyzers"];
        IEnumerable<string> projects = Solution.Files("src").Concat(Solution.Files("tests")).Where(f => f.EndsWith(".csproj", StringComparison.Ordinal));
        Rule.Unbroken(projects.Where(f => switches.Any(s => Solution.Read(f).Contains($"<{s}", StringComparison.Ordinal))));
    }

    [Fact]
    public void Versions_of_packages_are_kept_in_one_place() =>
        Rule.Unbroken(
            Solution.Files("src").Concat(Solution.Files("tests")).Where(f => f.EndsWith(".csproj", StringComparison.Ordinal) || f.EndsWith(".targets", StringComparison.Ordinal))
                .Where(f => XDocument.Parse(Solution.Read(f)).Descendants("PackageReference").Any(e => e.Attribute("Version") is not null)));

    [Fact]
    public void Continuous_integration_runs_the_one_command() => Assert.Contains("make test", Solution.Read(".ci/run"), StringComparison.Ordinal);

    [Fact]
    public void Warnings_are_silenced_only_with_a_reason()
    {
        IEnumerable<string> bare = from file in Solution.Sources("src").Concat(Solution.Sources("tests"))
                                   from line in Solution.Lines(file)
                                   where line.TrimStart().StartsWith("#pragma warning " + "disable", StringComparison.Ordinal) && !line.Contains("//", StringComparison.Ordinal)
                                   select file;
        Rule.Unbroken(bare);
    }
}
