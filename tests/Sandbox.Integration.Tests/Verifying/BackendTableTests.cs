using System.Text.RegularExpressions;
using Sandbox.Verify;

namespace Sandbox.Integration.Tests;

/// <summary>What verify says of each backend, the committed table and the page on security are one thing.</summary>
[Collection(VerifyRuns.Collection)]
public sealed partial class BackendTableTests
{
    private const string Begin = "<!-- backends: begin (generated from tests/Sandbox.Integration.Tests/Catalogue/backends.tsv; SNAPSHOT_ACCEPT=1 writes both) -->\n";
    private const string End = "<!-- backends: end -->\n";

    private static bool Accepts => Environment.GetEnvironmentVariable("SNAPSHOT_ACCEPT") == "1";

    [FactWithin(900)]
    public void The_table_is_what_every_backend_of_this_build_says()
    {
        TestHost.RequireRoot();
        string table = BackendTable.Render([.. VerifyRuns.Backends.Select(b => (b, Verdicts(b)))]);
        if (Accepts)
        {
            File.WriteAllText(BackendTable.File, table);
        }

        Assert.Equal(File.ReadAllText(BackendTable.File), table);
    }

    [Fact]
    public void The_page_on_security_has_this_table()
    {
        string file = Path.Combine(RepositoryPaths.Root, "docs", "security.md");
        string page = File.ReadAllText(file);
        Match table = Table().Match(page);
        Assert.True(table.Success, $"{file} has no place for the table");
        string wanted = page.Replace(table.Value, Begin + BackendTable.Page(File.ReadAllText(BackendTable.File)) + End, StringComparison.Ordinal);
        if (Accepts)
        {
            File.WriteAllText(file, wanted);
            return;
        }

        Assert.Equal(wanted, page);
    }

    [Fact]
    public void Nothing_that_the_table_names_has_escaped_or_is_broken() =>
        Assert.DoesNotContain(File.ReadAllLines(BackendTable.File), static l => l.Contains("\tescaped", StringComparison.Ordinal) || l.Contains("\tbroken", StringComparison.Ordinal) || l.Contains("\tinconclusive", StringComparison.Ordinal));

    private static IReadOnlyList<Verdict> Verdicts(string backend)
    {
        IReadOnlyList<CheckResult>[] all = [.. VerifyRuns.Rows.Where(r => (string)r[0] == backend).Select(r => VerifyRuns.Of(backend, (Identity)r[1]).Checks)];
        return [.. all[0].Select((_, i) => BackendTable.Together(all.Select(c => c[i].Verdict)))];
    }

    [GeneratedRegex("<!-- backends: begin.*<!-- backends: end -->\n", RegexOptions.Singleline)]
    private static partial Regex Table();
}
