using System.Text;
using System.Text.RegularExpressions;

namespace Sandbox.Integration.Tests;

/// <summary>The list of attacks, the tests that show each refused, and the page that says so are one thing.</summary>
public sealed partial class CatalogueTests
{
    private const string Begin = "<!-- checks: begin (generated from tests/Sandbox.Integration.Tests/Catalogue/native.tsv; SNAPSHOT_ACCEPT=1 writes it) -->\n";
    private const string End = "<!-- checks: end -->\n";

    [Fact]
    public void Every_check_is_in_the_table_once_and_tested_or_owned()
    {
        IReadOnlyList<NativeCheck> checks = NativeChecks.Read();

        Assert.Equal(NativeChecks.Ids, checks.Select(static c => c.Id));
        Assert.All(checks, static c =>
        {
            Assert.True(c.Tier == (NativeChecks.Chosen.Contains(c.Id) ? "T1" : "T0"), $"{c.Id}: {c.Tier}");
            Assert.True(c.Status is "tested" || Reasons(c.Status).Contains(Assert.Single(c.Where)), $"{c.Id}: {c.Status}");
            Assert.True(c.Note.Length > 10, $"{c.Id} has no reason");
        });
    }

    [Fact]
    public void Every_named_test_exists() => AssertNamed(NativeChecks.Read());

    /// <summary>Fails unless every test that rows name is there.</summary>
    internal static void AssertNamed(IReadOnlyList<NativeCheck> checks)
    {
        Dictionary<string, string> sources = Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(Path.GetFileNameWithoutExtension)
            .ToDictionary(static g => g.Key!, static g => string.Concat(g.Select(File.ReadAllText)), StringComparer.Ordinal);

        foreach (string name in checks.Where(static c => c.Status == "tested").SelectMany(static c => c.Where))
        {
            string[] parts = name.Split('.');
            Assert.True(sources.TryGetValue(parts[0], out string? source), $"there is no class {parts[0]}");
            Assert.True(Regex.IsMatch(source, $@"\[(Fact|Theory)[^\n]*\]((?!\n    public )[\s\S])*\n    public [^\n]*\b{parts[1]}\("), $"there is no test {name}");
        }
    }

    [Fact]
    public void The_page_on_security_has_this_table()
    {
        string file = Path.Combine(RepositoryPaths.Root, "docs", "security.md");
        string page = File.ReadAllText(file);
        Match table = Table().Match(page);
        Assert.True(table.Success, $"{file} has no place for the table");
        string wanted = page.Replace(table.Value, Begin + Render() + End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("SNAPSHOT_ACCEPT") == "1")
        {
            File.WriteAllText(file, wanted);
            return;
        }

        Assert.Equal(wanted, page);
    }

    private static IReadOnlyList<string> Reasons(string status) => status switch
    {
        "later" => NativeChecks.Owners,
        "elsewhere" => NativeChecks.Machines,
        _ => [],
    };

    private static string Render()
    {
        IReadOnlyList<NativeCheck> checks = NativeChecks.Read();
        int Count(string status) => checks.Count(c => c.Status == status);
        StringBuilder text = new();
        text.Append($"{checks.Count} checks: {Count("tested")} tested, {Count("later")} with work to come, {Count("elsewhere")} that need another machine.\n\n| check | status | shown by | note |\n|---|---|---|---|\n");
        foreach (NativeCheck check in checks)
        {
            string where = string.Join("<br>", check.Where.Select(w => check.Status == "tested" ? w.Replace('_', ' ').Replace(".", ": ", StringComparison.Ordinal) : w));
            text.Append($"| {check.Id} | {check.Status} | {where} | {check.Note} |\n");
        }

        return text.ToString();
    }

    [GeneratedRegex("<!-- checks: begin.*<!-- checks: end -->\n", RegexOptions.Singleline)]
    private static partial Regex Table();
}
