using System.Reflection;
using System.Text;
using Sandbox.Verify;

namespace Sandbox.Integration.Tests;

/// <summary>backends.tsv: a check a line, a backend a column, and the page that shows it.</summary>
internal static class BackendTable
{
    /// <summary>The worse of two verdicts counts, and a verdict before none.</summary>
    private static readonly Verdict[] Order = [Verdict.Escaped, Verdict.Broken, Verdict.Inconclusive, Verdict.Blocked, Verdict.Allowed, Verdict.NotApplicable];

    public static string File { get; } = Path.Combine(RepositoryPaths.ProjectDirectory(Assembly.GetExecutingAssembly()), "Catalogue", "backends.tsv");

    public static string Words(Verdict verdict) => verdict switch
    {
        Verdict.NotApplicable => "not applicable",
        _ => verdict.ToString().ToLowerInvariant(),
    };

    /// <summary>What was seen of one check by several users.</summary>
    public static Verdict Together(IEnumerable<Verdict> verdicts) => verdicts.MinBy(static v => Array.IndexOf(Order, v));

    /// <param name="seen">For each backend the verdicts in the order of the checks.</param>
    public static string Render(IReadOnlyList<(string Backend, IReadOnlyList<Verdict> Verdicts)> seen)
    {
        StringBuilder text = new($"id\ttitle\t{string.Join('\t', seen.Select(static s => s.Backend))}\n");
        for (int i = 0; i < Battery.Names.Count; i++)
        {
            text.Append($"{Battery.Names[i].Id}\t{Battery.Names[i].Title}\t{string.Join('\t', seen.Select(s => Words(s.Verdicts[i])))}\n");
        }

        return text.ToString();
    }

    /// <summary>The same as a table of a page.</summary>
    public static string Page(string table)
    {
        string[][] rows = [.. table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => l.Split('\t'))];
        StringBuilder text = new();
        text.Append($"| check | what is tried | {string.Join(" | ", rows[0][2..])} |\n|---|---|{string.Concat(rows[0][2..].Select(static _ => "---|"))}\n");
        foreach (string[] row in rows[1..])
        {
            text.Append($"| {string.Join(" | ", row)} |\n");
        }

        return text.ToString();
    }
}
