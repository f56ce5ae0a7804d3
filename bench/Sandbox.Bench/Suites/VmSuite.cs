using System.Globalization;
using Sandbox.Bench.Results;
using Sandbox.Bench.Timing;

namespace Sandbox.Bench.Suites;

/// <summary>A virtual machine: its start for `true`, and `git status` of 5,000 files over the shared tree against the same outside. Emulated, so that machines can be compared.</summary>
internal static class VmSuite
{
    private const int Rounds = 3;
    private const string Shell = "/bin/sh";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // Each run times its own commands, so that starting the sandbox is no part of it.
    private const string Status =
        """
        cd "$1"; : > "$2"
        for i in 1 2; do s=$(date +%s%N); git status --porcelain > /dev/null; e=$(date +%s%N); echo $((e - s)) >> "$2"; done
        """;

    public static VmResult Measure(Stage stage)
    {
        string project = GitSuite.Project(stage);

        // The file with the times lies where both can write and git does not look.
        string times = Path.Combine(project, ".git/objects/bench-time");
        string trace = stage.File("vm-trace.jsonl");
        string[] environment = [.. stage.Environment, $"XDG_DATA_HOME={stage.Data}", "CLAUDE_SANDBOX_VM_ACCEL=tcg", "CLAUDE_SANDBOX_MEMORY=1g"];
        string[] machine = ["exec", "-q", "--backend", "vm", "--network", "none"];
        PhaseSamples phases = new();
        List<double> starts = [];
        List<double> outside = [];
        List<double> first = [];
        List<double> again = [];
        Variant start = new() { Name = "start", Executable = stage.Launcher, Arguments = [.. machine, stage.Project, "--", "true"], Environment = [.. environment, $"CLAUDE_SANDBOX_TRACE={trace}"], Limit = Limit };
        Variant inside = new() { Name = "status inside", Executable = stage.Launcher, Arguments = [.. machine, project, "--", Shell, "-c", Status, Shell, project, times], Environment = environment, Limit = Limit };
        Variant native = new() { Name = "status outside", Executable = Shell, Arguments = ["-c", Status, Shell, project, times], Environment = environment };
        using Launcher launcher = new(quiet: false);
        for (int round = 0; round < Rounds; round++)
        {
            Launched started = Run(launcher, start);
            starts.Add(started.Milliseconds);
            phases.Take(trace, started);
            _ = Run(launcher, native);
            outside.Add(Milliseconds(times)[1]);
            _ = Run(launcher, inside);
            double[] taken = Milliseconds(times);
            first.Add(taken[0]);
            again.Add(taken[1]);
        }

        return new VmResult(
            Summary.Of("`true` in a machine", starts), phases.Summaries(), Summary.Of("`git status`, outside", outside), Summary.Of("`git status`, in a machine, the first", first),
            Summary.Of("`git status`, in a machine, again", again));
    }

    private static double[] Milliseconds(string file) => [.. File.ReadAllLines(file).Select(static l => double.Parse(l, CultureInfo.InvariantCulture) / 1e6)];

    private static Launched Run(Launcher launcher, Variant variant)
    {
        Launched launched = launcher.Run(variant);
        return !launched.TimedOut && launched.ExitCode == 0 ? launched : throw new BenchException($"{variant.Name}: ended with {launched.ExitCode}");
    }
}
