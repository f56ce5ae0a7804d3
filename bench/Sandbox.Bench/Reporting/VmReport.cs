using Sandbox.Bench.Results;

namespace Sandbox.Bench.Reporting;

/// <summary>What a virtual machine costs.</summary>
internal static class VmReport
{
    // Phases of the trace under the words that people use for them.
    private static readonly (string Part, string[] Phases)[] Parts =
    [
        ("own: before QEMU", ["start-up", "command line", "host facts", "agent", "plan", "state", "compile", "spawn"]),
        ("QEMU's sandbox", ["executor"]),
        ("kernel until its init answers", ["machine"]),
        ("file tree and the sandbox in the machine", ["session"]),
        ("the command, and the end", ["teardown", Suites.PhaseSamples.Exit]),
    ];

    public static void Add(Markdown page, BenchResult result)
    {
        if (result.Vm is not { } vm)
        {
            return;
        }

        page.Heading("A virtual machine, emulated");
        page.Table(["", "runs", "median ms", "p10", "p90"], new[] { vm.Start, vm.StatusOutside, vm.StatusFirst, vm.StatusAgain }.Select(Report.TimingRow));
        page.Paragraph("Where the milliseconds of the start go, by `CLAUDE_SANDBOX_TRACE`. Medians of parts, so they do not add up exactly.");
        page.Table(["part", "median ms"], Parts.Select(p => (IReadOnlyList<string>)[p.Part, Markdown.Number(vm.Phases.Where(s => p.Phases.Contains(s.Name, StringComparer.Ordinal)).Sum(static s => s.Median))]));
    }
}
