using Sandbox.Bench.Results;
using Sandbox.Bench.Suites;

namespace Sandbox.Bench.Reporting;

/// <summary>What rendering a flake takes.</summary>
internal static class GenerateReport
{
    private const double Wanted = 50;

    public static IEnumerable<Target> Targets(TimingRuns runs) =>
        [new Target("milliseconds of `generate`'s own for 3,000 packages, without .NET's start-up", Wanted, runs.Quieter.Get(GenerateSuite.Large).Median - runs.Quieter.Get(EndToEndSuite.Hello).Median, 1)];

    public static void Add(Markdown page, BenchResult result)
    {
        if (result.Generate is { } runs)
        {
            page.Heading("The generator");
            page.Table(["", "runs", "median ms", "p10", "p90"], runs.Quieter.Variants.Select(Report.TimingRow));
        }
    }
}
