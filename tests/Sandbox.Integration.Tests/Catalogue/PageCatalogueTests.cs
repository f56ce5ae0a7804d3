using System.Text;
using System.Text.RegularExpressions;

namespace Sandbox.Integration.Tests;

/// <summary>The attacks that concern one part, the tests that show each refused, and the part's page that says so are one thing.</summary>
public sealed partial class PageCatalogueTests
{
    private const string End = "<!-- checks: end -->\n";

    private static readonly Dictionary<string, string[]> Ids = new(StringComparer.Ordinal)
    {
        ["generator"] =
        [
            "GN-02", "GN-03", "GN-04", "GN-05", "GN-06", "GN-07", "GN-09", "GN-10", "GN-11", "GN-12", "GN-13", "GN-14", "GN-16", "GN-17", "GN-18", "GN-19", "GN-20", "GN-21", "GN-23", "GN-25",
        ],
        ["container"] = ["CL-01", "CL-26", "CL-27", "CL-28", "CL-29", "CL-30", "CL-31"],
        ["vm"] = ["CL-01", "CL-22", "CL-23", "CL-24", "CL-28", "CL-29", "CL-30", "CL-31"],
    };

    [Theory]
    [InlineData("generator")]
    [InlineData("container")]
    [InlineData("vm")]
    public void Every_check_is_in_the_table_once_and_tested_or_says_why_not(string part)
    {
        IReadOnlyList<NativeCheck> checks = NativeChecks.Read(part + ".tsv");

        Assert.Equal(Ids[part], checks.Select(static c => c.Id));
        Assert.All(checks, static c =>
        {
            Assert.True(c.Status is "tested" or "not generated" or "missing", $"{c.Id}: {c.Status}");
            Assert.True(c.Note.Length > 10, $"{c.Id} has no reason");
        });
        CatalogueTests.AssertNamed(checks);
    }

    [Theory]
    [InlineData("generator")]
    [InlineData("container")]
    [InlineData("vm")]
    public void The_page_has_this_table(string part)
    {
        string begin = $"<!-- checks: begin (generated from tests/Sandbox.Integration.Tests/Catalogue/{part}.tsv; SNAPSHOT_ACCEPT=1 writes it) -->\n";
        string file = Path.Combine(RepositoryPaths.Root, "docs", part + ".md");
        string page = File.ReadAllText(file);
        Match table = Table().Match(page);
        Assert.True(table.Success, $"{file} has no place for the table");
        string wanted = page.Replace(table.Value, begin + Render(part) + End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("SNAPSHOT_ACCEPT") == "1")
        {
            File.WriteAllText(file, wanted);
        }

        Assert.Equal(wanted, File.ReadAllText(file));
    }

    private static string Render(string part)
    {
        StringBuilder text = new("| check | status | shown by | note |\n|---|---|---|---|\n");
        foreach (NativeCheck check in NativeChecks.Read(part + ".tsv"))
        {
            string where = check.Status == "tested" ? string.Join("<br>", check.Where.Select(static w => w.Replace('_', ' ').Replace(".", ": ", StringComparison.Ordinal))) : check.Where[0];
            text.Append($"| {check.Id} | {check.Status} | {where} | {check.Note} |\n");
        }

        return text.ToString();
    }

    [GeneratedRegex("<!-- checks: begin.*<!-- checks: end -->\n", RegexOptions.Singleline)]
    private static partial Regex Table();
}
