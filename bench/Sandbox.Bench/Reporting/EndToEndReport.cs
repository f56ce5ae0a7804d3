using Sandbox.Bench.Results;
using Sandbox.Bench.Suites;

namespace Sandbox.Bench.Reporting;

/// <summary>The launcher as a user meets it.</summary>
internal static class EndToEndReport
{
    // Phases of the trace (PhaseTrace in Sandbox.Cli) under the words that people use for them.
    private static readonly (string Part, string[] Phases)[] Parts =
    [
        (".NET start-up", ["start-up"]),
        ("configuration: command line", ["command line"]),
        ("configuration: host facts", ["host facts"]),
        ("configuration: agent lookup and home", ["agent"]),
        ("planning", ["plan"]),
        ("state: journal, directories", ["state"]),
        ("compile", ["compile"]),
        ("executor and payload", ["spawn", "executor"]),
        ("teardown", ["teardown", PhaseSamples.Exit]),
    ];

    /// <summary>Milliseconds of all parts but the runtime's start-up and the executor's.</summary>
    public static double Own(EndToEndResult whole) =>
        whole.Phases.Where(static s => s.Name is not ("start-up" or "spawn" or "executor")).Sum(static s => s.Median);

    public static void Add(Markdown page, BenchResult result)
    {
        if (result.EndToEnd is not { } whole)
        {
            return;
        }

        page.Heading("A whole command");
        page.Paragraph("Each with its own policy, in a small project, with Claude Code installed (a stand-in of a program in the real places). Both have their networks of allowed hosts.");
        page.Table(["", "runs", "median ms", "p10", "p90"], whole.Timings.Quieter.Variants.Select(Report.TimingRow));
        page.Table(
            Report.RatioHead("srt"),
            new[] { EndToEndSuite.Launcher, EndToEndSuite.LauncherWithoutNetwork }.Select(n => Report.RatioRow(whole.Timings, n, EndToEndSuite.SandboxRuntime)));
        page.Heading("Where the launcher's milliseconds go", 3);
        page.Paragraph("By `CLAUDE_SANDBOX_TRACE`, both runs together. Medians of parts, so they do not add up exactly.");
        page.Table(["part", "median ms", "p10", "p90"], Parts.Select(p => Row(p.Part, whole.Phases, p.Phases)));
    }

    private static IReadOnlyList<string> Row(string part, IReadOnlyList<Summary> all, string[] phases)
    {
        Summary[] wanted = [.. all.Where(s => phases.Contains(s.Name, StringComparer.Ordinal))];
        return [part, Markdown.Number(wanted.Sum(s => s.Median)), Markdown.Number(wanted.Sum(s => s.P10)), Markdown.Number(wanted.Sum(s => s.P90))];
    }
}
