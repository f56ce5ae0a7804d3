using System.Diagnostics;
using Sandbox.Bench.Hosts;
using Sandbox.Bench.Results;
using Sandbox.Bench.Timing;

namespace Sandbox.Bench.Suites;

/// <summary>Thousands of launches, eight at a time, half of them ending with 1: does every one end, rightly, and leave nothing.</summary>
internal static class StressSuite
{
    private const int Launches = 2000;
    private const int Parallel = 8;
    private const int Binds = 20;

    // The two take turns, so that both meet the same weather.
    private const int Turns = 4;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    public static StressResult Measure(Stage stage)
    {
        FrozenVariants frozen = new(stage);
        Variant[] executor = [frozen.Executor(Binds, false, ["/bin/true"]), frozen.Executor(Binds, false, ["/bin/false"]) with { ExpectedExitCode = 1 }];
        Variant[] bubblewrap = [frozen.BubblewrapOf(Binds, false, ["/bin/true"]), frozen.BubblewrapOf(Binds, false, ["/bin/false"]) with { ExpectedExitCode = 1 }];
        List<StressTally> ours = [];
        List<StressTally> theirs = [];
        for (int turn = 0; turn < Turns; turn++)
        {
            ours.Add(Turn(stage, executor));
            theirs.Add(Turn(stage, bubblewrap));
        }

        return new StressResult(Sum(ours), Sum(theirs));
    }

    private static StressTally Turn(Stage stage, Variant[] variants)
    {
        HashSet<int> processes = ProcessTable.Session();
        int mounts = Mounts();
        int files = Files(stage);
        int next = -1;
        int hangs = 0;
        int wrong = 0;
        long started = Stopwatch.GetTimestamp();
        Thread[] threads = [.. Enumerable.Range(0, Parallel).Select(_ => new Thread(Work))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new StressTally(Launches / Turns, Parallel, seconds, hangs, wrong, LeftProcesses(processes), Mounts() - mounts, Files(stage) - files);

        void Work()
        {
            using Launcher launcher = new(quiet: true);
            for (int i = Interlocked.Increment(ref next); i < Launches / Turns; i = Interlocked.Increment(ref next))
            {
                Variant variant = variants[i % variants.Length];
                Launched launched = launcher.Run(variant);
                if (launched.TimedOut)
                {
                    Interlocked.Increment(ref hangs);
                }
                else if (launched.ExitCode != variant.ExpectedExitCode)
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        }
    }

    // What is about to end may take a moment; what is still there after that has been left behind.
    private static int LeftProcesses(HashSet<int> before)
    {
        long end = Environment.TickCount64 + (long)Settling.TotalMilliseconds;
        int left;
        while ((left = ProcessTable.Session().Except(before).Count()) > 0 && Environment.TickCount64 < end)
        {
            Thread.Sleep(50);
        }

        return left;
    }

    private static int Mounts() => File.ReadLines("/proc/self/mountinfo").Count();

    private static int Files(Stage stage) => Directory.EnumerateFileSystemEntries(stage.Directory, "*", SearchOption.AllDirectories).Count();

    private static StressTally Sum(List<StressTally> turns) => new(
        turns.Sum(t => t.Launches), Parallel, turns.Sum(t => t.Seconds), turns.Sum(t => t.Hangs), turns.Sum(t => t.WrongExitCodes),
        turns.Sum(t => t.LeftProcesses), turns.Sum(t => t.LeftMounts), turns.Sum(t => t.LeftFiles));
}
