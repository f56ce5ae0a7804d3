using System.Diagnostics;
using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>
/// Rounds of a test that differ by a seed: one in a usual run; as many as fit in <c>SANDBOX_SOAK_SECONDS</c> under <c>make soak</c>, which then
/// prints what was counted. <c>SANDBOX_SOAK_SEED</c> is the first seed; a failure names its own.
/// </summary>
public static class Soak
{
    // The rows that run one after the other in each of the two threads of xunit.
    private const double Share = 0.1;

    private static readonly Lock Gate = new();

    /// <summary>Whether this is <c>make soak</c>.</summary>
    public static bool IsOn => Seconds > 0;

    private static double Seconds => double.Parse(Environment.GetEnvironmentVariable("SANDBOX_SOAK_SECONDS") is { Length: > 0 } given ? given : "0", CultureInfo.InvariantCulture);

    /// <summary>Nothing is left to chance: every call with every error, every moment. Hours; asked for by <c>SANDBOX_SOAK_WHOLE=1</c>.</summary>
    public static bool IsWhole => Environment.GetEnvironmentVariable("SANDBOX_SOAK_WHOLE") == "1";

    /// <summary>So many of the calls, every kind of each process before a second one of it; all of them, in their order, when everything is wanted.</summary>
    public static TracedCall[] Sample(IReadOnlyList<TracedCall> calls, Random random, int count)
    {
        if (IsWhole)
        {
            return [.. calls];
        }

        TracedCall[] sample = [.. CallSample.Of(calls, random, 2)];
        random.Shuffle(sample);
        return sample[..Math.Min(count, sample.Length)];
    }

    /// <param name="what">What is counted, in the plural.</param>
    /// <param name="round">One round by this seed; answers how many it did.</param>
    public static void Rounds(string what, Func<int, int> round)
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("SANDBOX_SOAK_SEED"), CultureInfo.InvariantCulture, out int given) ? given : Environment.TickCount;
        Stopwatch clock = Stopwatch.StartNew();
        do
        {
            try
            {
                Count(what, round(seed));
            }
            catch (Exception e)
            {
                throw new TestFailureException($"SANDBOX_SOAK_SEED={seed}: {e.Message}", e);
            }

            seed = unchecked(seed + 1);
        }
        while (clock.Elapsed.TotalSeconds < Seconds * Share);
    }

    private static void Count(string what, int count)
    {
        if (Environment.GetEnvironmentVariable("SANDBOX_SOAK_COUNTS") is { Length: > 0 } file)
        {
            lock (Gate)
            {
                File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{count} {what}\n"));
            }
        }
    }
}
