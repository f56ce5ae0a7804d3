using Sandbox.Bench.Results;
using Sandbox.Bench.Suites;

namespace Sandbox.Bench.Reporting;

/// <summary>What each backend adds to the program that it uses.</summary>
internal static class BackendReport
{
    private const double Wanted = 25;
    private const double Share = 1.1;

    public static IEnumerable<Target> Targets(TimingRuns runs, string who) =>
        new[] { (BackendSuite.Bubblewrap, BackendSuite.BareBubblewrap), (BackendSuite.Nspawn, BackendSuite.BareNspawn) }
            .Where(p => runs.Quieter.Variants.Any(v => v.Name == p.Item1))
            .Select(p => new Target($"milliseconds of `{p.Item1}` more than 1.1 times `{p.Item2}` ({who})", Wanted, runs.Quieter.Get(p.Item1).Median - (Share * runs.Quieter.Get(p.Item2).Median), 1));

    public static void Add(Markdown page, BenchResult result)
    {
        if (result.Backends is { } runs)
        {
            page.Heading(result.Uid == 0 ? "Backends, root" : "Backends, ordinary user");
            page.Table(["", "runs", "median ms", "p10", "p90"], runs.Quieter.Variants.Select(Report.TimingRow));
        }
    }
}
