using Sandbox.Bench.Results;

namespace Sandbox.Bench.Timing;

/// <summary>
/// Times all variants in one run: every round starts each of them once, in an order of its own, so that whatever else the machine does
/// meanwhile, and whatever one launch leaves for the kernel to clean up, hits all alike.
/// </summary>
internal static class Interleaved
{
    private const int WarmUp = 5;
    private const int Seed = 20;

    /// <exception cref="BenchException">A variant does not do what it should: its time would mean nothing.</exception>
    public static TimingRun Run(IReadOnlyList<Variant> variants, int rounds)
    {
        Check(variants);
        using Launcher launcher = new(quiet: true);
        Dictionary<Variant, List<double>> samples = variants.ToDictionary(v => v, _ => new List<double>());
        Random order = new(Seed);
        for (int round = -WarmUp; round < rounds; round++)
        {
            Variant[] due = [.. variants.Where(v => round % v.Every == 0)];
            order.Shuffle(due);
            foreach (Variant variant in due)
            {
                Launched launched = launcher.Run(variant);
                Expect(variant, launched);
                if (round >= 0)
                {
                    samples[variant].Add(launched.Milliseconds);
                    variant.After?.Invoke(launched);
                }
            }
        }

        return new TimingRun([.. variants.Select(v => Summary.Of(v.Name, samples[v]))]);
    }

    /// <summary>As <see cref="Run"/> twice, the run that was disturbed less first.</summary>
    public static TimingRuns RunTwice(IReadOnlyList<Variant> variants, int rounds)
    {
        TimingRun first = Run(variants, rounds);
        TimingRun second = Run(variants, rounds);
        return first.Total <= second.Total ? new TimingRuns(first, second) : new TimingRuns(second, first);
    }

    // Once with its messages visible, so that a tool that cannot work here says why.
    private static void Check(IReadOnlyList<Variant> variants)
    {
        using Launcher launcher = new(quiet: false);
        foreach (Variant variant in variants)
        {
            Expect(variant, launcher.Run(variant));
        }
    }

    private static void Expect(Variant variant, Launched launched)
    {
        if (launched.TimedOut || launched.ExitCode != variant.ExpectedExitCode)
        {
            string how = launched.TimedOut ? "did not end" : $"ended with {launched.ExitCode}, not {variant.ExpectedExitCode}";
            throw new BenchException($"{variant.Name}: {variant.Executable} {string.Join(' ', variant.Arguments)}: {how}");
        }
    }
}
