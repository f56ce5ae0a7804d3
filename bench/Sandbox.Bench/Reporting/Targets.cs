using Sandbox.Bench.Results;
using Sandbox.Bench.Suites;

namespace Sandbox.Bench.Reporting;

/// <summary>What the project promises about its speed, against what was measured.</summary>
internal static class Targets
{
    public static IReadOnlyList<Target> Of(IReadOnlyList<BenchResult> results)
    {
        List<Target> targets = [];
        foreach (BenchResult result in results)
        {
            string who = result.Uid == 0 ? "root" : "ordinary user";
            if (result.Executor is { } executor)
            {
                targets.Add(Executor(executor, who, 20, 0.35));
                targets.Add(Executor(executor, who, 200, 0.10));
            }

            if (result.Syscalls is { } calls)
            {
                targets.Add(new Target("system calls until the payload's execve, 20 binds", 400, calls.Executor, 0));
            }

            if (result.Stress is { Executor: var stress })
            {
                targets.Add(new Target($"hangs in {stress.Launches} launches", 0, stress.Hangs, 0));
                targets.Add(new Target("wrong exit codes", 0, stress.WrongExitCodes, 0));
                targets.Add(new Target("processes, mounts and files left behind", 0, stress.LeftProcesses + stress.LeftMounts + stress.LeftFiles, 0));
            }

            if (result.Join is { } join)
            {
                targets.Add(new Target("milliseconds of PID 1 for a session that joins", 4, join.Single(static s => s.Name == JoinSuite.Started).Median));
            }

            if (result.Network is { } network)
            {
                targets.AddRange(NetworkReport.Targets(network));
            }

            if (result.Git is { } git)
            {
                targets.AddRange(GitReport.Targets(git));
            }

            if (result.Backends is { } backends)
            {
                targets.AddRange(BackendReport.Targets(backends, who));
            }

            if (result.Generate is { } generate)
            {
                targets.AddRange(GenerateReport.Targets(generate));
            }

            if (result.EndToEnd is { } whole)
            {
                targets.Add(new Target($"`{EndToEndSuite.Launcher}` to `{EndToEndSuite.SandboxRuntime}`", 0.25, whole.Timings.Quieter.Ratio(EndToEndSuite.Launcher, EndToEndSuite.SandboxRuntime)));
                targets.Add(new Target("milliseconds of the launcher's own there, without .NET's start-up and the executor", 15, EndToEndReport.Own(whole), 1));
            }

            if (result.Memory is { } memory)
            {
                targets.Add(new Target("KiB that executor and PID 1 of a live sandbox weigh (PSS)", 256, memory.Executor.KiB, 0));
            }
        }

        return targets;
    }

    private static Target Executor(TimingRuns runs, string who, int binds, double wanted) => new(
        $"executor to bwrap, {binds} binds, {who}",
        wanted,
        runs.Quieter.Ratio(FrozenVariants.ExecutorName(binds, false), FrozenVariants.BubblewrapName(binds, false)),
        3);
}
