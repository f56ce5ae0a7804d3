namespace Sandbox.Architecture.Tests;

/// <summary>Dependencies point one way. The map of the design, as far as it is built.</summary>
public sealed class DependencyTests
{
    /// <summary>What each project may link. A project that is not here fails the test that asks for it.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Core"] = [],
        ["Linux"] = [],
        ["Templating"] = [],
        ["Executor"] = [],
        ["Guest"] = [],
        ["Starter"] = [],
        ["Probe"] = [],
        ["Verify"] = ["Core", "Linux"],
        ["Configuration"] = ["Core"],
        ["Nix"] = ["Core", "Templating"],
        ["Credentials"] = ["Core"],
        ["Egress"] = ["Core", "Linux"],
        ["Agents"] = ["Core", "Linux"],
        ["Sessions"] = ["Core", "Linux"],
        ["Backends"] = ["Core", "Linux"],
        ["Manager"] = ["Core", "Configuration"],
        ["Cli"] = ["Agents", "Backends", "Configuration", "Core", "Credentials", "Egress", "Linux", "Nix", "Sessions", "Templating", "Verify"],
    };

    public static TheoryData<string> Projects => [.. Solution.Projects.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_links_only_what_the_map_allows(string project) =>
        Rule.Unbroken(Solution.References(project).Except(Allowed[project], StringComparer.Ordinal));

    [Fact]
    public void Nothing_in_src_links_a_test_project() =>
        Assert.All(Solution.Projects.Keys, p => Assert.DoesNotContain(Solution.Items(p, "ProjectReference"), r => r.Contains("tests/", StringComparison.Ordinal)));

    [Fact]
    public void Core_has_no_packages_and_no_IO()
    {
        Assert.Empty(Solution.Items("Core", "PackageReference"));
        string[] reaching = ["System.IO", "System.Net.Sockets", "System.Net.Http", "System.Net.NetworkInformation", "Dns.", "System.Environment", "System.Diagnostics.Process", "File.Read", "File.Write", "File.Open", "File.Exists", "Directory.Exists", "Directory.Enumerate", "Console.", "DateTime.Now", "DateTime.UtcNow"];
        Assert.All(Solution.Sources("src/Sandbox.Core"), f => Assert.DoesNotContain(Solution.Lines(f), l => Reaches(l, reaching)));
    }

    [Fact]
    public void Sources_of_the_runtime_free_programs_are_shared_by_four_projects_and_those_are_these()
    {
        string[] backends = ["../Sandbox.Executor/Plan/ContainedFormat.cs", "../Sandbox.Executor/Plan/PlanFormat.cs", "../Sandbox.Executor/Plan/Step.cs", "../Sandbox.Guest/Link/LinkFormat.cs"];
        Assert.Equal(backends, Shared("Backends"));
        Assert.All(Shared("Starter").Concat(Shared("Probe")), f => Assert.True(f is "../Sandbox.Executor/Runtime/*.cs" or "../Sandbox.Executor/Kernel/*.cs", f));
        Assert.All(Shared("Guest"), f => Assert.All(f.Split(';'), one => Assert.StartsWith("../Sandbox.Executor/", one, StringComparison.Ordinal)));
        Assert.All(Solution.Projects.Keys.Except(["Backends", "Starter", "Probe", "Guest"], StringComparer.Ordinal), p => Assert.Empty(Shared(p)));
    }

    [Fact]
    public void The_runtime_free_programs_use_nothing_of_the_framework_s() =>
        Assert.All(
            Solution.Sources("src/Sandbox.Executor").Concat(Solution.Sources("src/Sandbox.Starter")).Concat(Solution.Sources("src/Sandbox.Probe")).Concat(Solution.Sources("src/Sandbox.Guest")),
            f => Assert.DoesNotContain(Solution.Lines(f), l => l.StartsWith("using System", StringComparison.Ordinal) && !l.StartsWith("using System.Runtime", StringComparison.Ordinal)));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = Solution.Read("Sandbox.sln");
        Assert.All(
            Solution.Files("src").Concat(Solution.Files("tests")).Where(f => f.EndsWith(".csproj", StringComparison.Ordinal)),
            f => Assert.True(solution.Contains(f.Replace('/', '\\'), StringComparison.Ordinal), f));
    }

    private static string[] Shared(string project) =>
        [.. Solution.Items(project, "Compile").Where(c => c.StartsWith("../", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static bool Reaches(string line, string[] words)
    {
        string code = line.Split("//")[0];
        return words.Any(w => code.IndexOf(w, StringComparison.Ordinal) is >= 0 and int at && (at == 0 || !(char.IsLetterOrDigit(code[at - 1]) || code[at - 1] is '.' or '_')));
    }
}
