using System.Diagnostics;

namespace Sandbox.Bench.Timing;

/// <summary>One launch that has ended.</summary>
/// <param name="Started">Stopwatch ticks before the spawn.</param>
/// <param name="Ended">Stopwatch ticks after the child was reaped.</param>
/// <param name="ExitCode">128 + N for signal N.</param>
/// <param name="TimedOut">It had to be killed.</param>
internal readonly record struct Launched(long Started, long Ended, int ExitCode, bool TimedOut)
{
    public double Milliseconds => Stopwatch.GetElapsedTime(Started, Ended).TotalMilliseconds;

    /// <summary>CLOCK_MONOTONIC in microseconds, as the launcher's own trace has it.</summary>
    public static long Microseconds(long ticks) => ticks / (Stopwatch.Frequency / 1_000_000);
}
