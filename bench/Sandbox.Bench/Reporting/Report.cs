using System.Globalization;
using Sandbox.Bench.Hosts;
using Sandbox.Bench.Policies;
using Sandbox.Bench.Results;
using Sandbox.Bench.Suites;

namespace Sandbox.Bench.Reporting;

/// <summary>docs/benchmarks.md.</summary>
internal static class Report
{
    private static readonly string[] TimingHead = ["", "runs", "median ms", "p10", "p90"];

    public static string Render(IReadOnlyList<BenchResult> results, IReadOnlyList<(string Name, string Version)> peers, DateTimeOffset now)
    {
        Markdown page = new();
        page.Heading("Benchmarks", 1);
        page.Paragraph("Written by `make bench`; do not edit. Figures of one machine on one day: compare ratios, which come from runs in which all variants take turns.");
        page.Heading("Targets");
        page.Table(["promise", "wanted", "measured", "met"], Targets.Of(results).Select(t => t.Row()));
        About(page, results, peers, now);
        foreach (BenchResult result in results)
        {
            Executor(page, result);
        }

        foreach (BenchResult result in results)
        {
            Syscalls(page, result);
            Stress(page, result);
            Memory(page, result);
            Join(page, result);
            EndToEndReport.Add(page, result);
            NetworkReport.Add(page, result);
            GitReport.Add(page, result);
            VmReport.Add(page, result);
            GenerateReport.Add(page, result);
            BackendReport.Add(page, result);
        }

        return page.ToString();
    }

    public static IReadOnlyList<string> TimingRow(Summary s) =>
        [s.Name, s.Count.ToString(CultureInfo.InvariantCulture), Markdown.Number(s.Median), Markdown.Number(s.P10), Markdown.Number(s.P90)];

    public static IReadOnlyList<string> RatioHead(string peer) => [$"ratio to {peer}", "of medians", "of medians in the other run", "of the 10 % least disturbed"];

    public static IReadOnlyList<string> RatioRow(TimingRuns runs, string ours, string peer) =>
    [
        ours,
        Markdown.Number(runs.Quieter.Ratio(ours, peer), 3),
        Markdown.Number(runs.Other.Ratio(ours, peer), 3),
        Markdown.Number(runs.Quieter.Get(ours).P10 / runs.Quieter.Get(peer).P10, 3),
    ];

    private static void About(Markdown page, IReadOnlyList<BenchResult> results, IReadOnlyList<(string Name, string Version)> peers, DateTimeOffset now)
    {
        page.Heading("Machine and method");
        page.Table(["", ""], [
            ["date", now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)],
            ["processor", Machine.Processor()],
            ["memory", Machine.Memory()],
            ["kernel", Machine.Kernel()],
            ["system", Machine.System()],
            .. peers.Select(p => (IReadOnlyList<string>)[p.Name, p.Version]),
            ["load average before and after", string.Join("; ", results.Select(r => $"uid {r.Uid}: {Markdown.Number(r.LoadBefore)}, {Markdown.Number(r.LoadAfter)}"))],
        ]);
        page.Paragraph("""
            To reproduce: `make bench` (as root it installs the peers and measures as an ordinary user and as root; otherwise it names what is missing).

            Every time is from before posix_spawn until the child is reaped. Each round starts every variant once, in an order of its own. Each run is made twice; the
            one with the lower sum of medians, which was disturbed less, is reported, and the ratio of the other stands beside it. p10 is
            what a launch takes when nothing else wants the processor.
            """);
    }

    private static void Executor(Markdown page, BenchResult result)
    {
        if (result.Executor is not { } runs)
        {
            return;
        }

        page.Heading($"Executor and bubblewrap, {Who(result)}");
        page.Paragraph($"""
            The same frozen policy for both: user, mount, PID, network, IPC, UTS and cgroup namespaces; a root of its own, read-only, with /usr; /proc, a minimal /dev, tmpfs on
            /tmp; N small directories read-only; no capabilities; no_new_privs; the same {FrozenFilter.Instructions} seccomp instructions; a PID 1 that reaps; /bin/true. "Hardened" also forbids nested user
            namespaces (bwrap: `--disable-userns`), and the executor adds its Landlock scopes. The executor checks all of it once more before it starts the payload.
            """);
        page.Table(TimingHead, runs.Quieter.Variants.Select(TimingRow));
        page.Table(RatioHead("bwrap"), ExecutorSuite.Sizes.Select(s =>
            RatioRow(runs, FrozenVariants.ExecutorName(s.Binds, s.Hardened), FrozenVariants.BubblewrapName(s.Binds, s.Hardened))));
    }

    private static void Syscalls(Markdown page, BenchResult result)
    {
        if (result.Syscalls is not { } calls)
        {
            return;
        }

        page.Heading("System calls until the payload's execve");
        page.Paragraph("All processes of the sandbox together, 20 binds, by `strace -f`.");
        page.Table(["", "claude-sandbox-exec", "bwrap"], [
            ["frozen policy", $"{calls.Executor}", $"{calls.Bubblewrap}"],
            ["hardened", $"{calls.HardenedExecutor}", $"{calls.HardenedBubblewrap}"],
        ]);
    }

    private static void Stress(Markdown page, BenchResult result)
    {
        if (result.Stress is not { } stress)
        {
            return;
        }

        page.Heading("Many at once");
        page.Paragraph($"{stress.Executor.Launches} launches of each, {stress.Executor.Parallel} at a time, 20 binds, every other one a /bin/false whose 1 must arrive. A hang is 20 seconds.");
        page.Table(["", "launches a second", "hangs", "wrong exit codes", "processes left", "mounts left", "files left"], [
            StressRow("claude-sandbox-exec", stress.Executor),
            StressRow("bwrap", stress.Bubblewrap),
        ]);
    }

    private static IReadOnlyList<string> StressRow(string name, StressTally t) =>
        [name, Markdown.Number(t.PerSecond, 0), $"{t.Hangs}", $"{t.WrongExitCodes}", $"{t.LeftProcesses}", $"{t.LeftMounts}", $"{t.LeftFiles}"];

    private static void Memory(Markdown page, BenchResult result)
    {
        if (result.Memory is not { } memory)
        {
            return;
        }

        page.Heading("Memory of a live sandbox");
        page.Paragraph("Proportional set size of everything but the payload (`sleep`): who waits outside and PID 1 inside.");
        page.Table(["", "processes", "PSS KiB"], [
            ["claude-sandbox-exec", $"{memory.Executor.Processes}", $"{memory.Executor.KiB}"],
            ["bwrap", $"{memory.Bubblewrap.Processes}", $"{memory.Bubblewrap.KiB}"],
        ]);
    }

    private static void Join(Markdown page, BenchResult result)
    {
        if (result.Join is { } join)
        {
            page.Heading("Joining a live sandbox");
            page.Paragraph("A session asked of PID 1 directly, as the owner of a sandbox does; the client in front of it is a launcher's start-up.");
            page.Table(TimingHead, join.Select(TimingRow));
        }
    }

    private static string Who(BenchResult result) => result.Uid == 0 ? "root" : "ordinary user";
}
