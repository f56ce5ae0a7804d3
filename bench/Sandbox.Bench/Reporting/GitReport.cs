using Sandbox.Bench.Results;

namespace Sandbox.Bench.Reporting;

/// <summary>What git costs inside.</summary>
internal static class GitReport
{
    private const double Wanted = 1.1;

    public static IEnumerable<Target> Targets(GitResult git) =>
    [
        new Target("`git status` of 5,000 files, inside to outside", Wanted, git.StatusInside.Median / git.StatusOutside.Median),
        new Target("`git commit` of 5,000 files, inside to outside", Wanted, git.CommitInside.Median / git.CommitOutside.Median),
    ];

    public static void Add(Markdown page, BenchResult result)
    {
        if (result.Git is { } git)
        {
            page.Heading("git");
            page.Table(["", "runs", "median ms", "p10", "p90"], new[] { git.StatusOutside, git.StatusInside, git.CommitOutside, git.CommitInside }.Select(Report.TimingRow));
        }
    }
}
