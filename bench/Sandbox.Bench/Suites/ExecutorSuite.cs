using Sandbox.Bench.Results;
using Sandbox.Bench.Timing;

namespace Sandbox.Bench.Suites;

/// <summary>The executor and bubblewrap with the same policy and /bin/true.</summary>
internal static class ExecutorSuite
{
    public const string Bare = "/bin/true, no sandbox";

    /// <summary>Numbers of binds, and in which rounds each is measured: 200 binds cost bubblewrap much, and everyone waits.</summary>
    public static IReadOnlyList<(int Binds, bool Hardened, int Every)> Sizes { get; } = [(0, false, 1), (20, false, 1), (20, true, 1), (200, false, 3)];

    private const int Rounds = 300;

    public static TimingRuns Measure(Stage stage)
    {
        FrozenVariants frozen = new(stage);
        string[] command = ["/bin/true"];
        List<Variant> variants = [new Variant { Name = Bare, Executable = "/bin/true", Environment = [] }];
        foreach ((int binds, bool hardened, int every) in Sizes)
        {
            variants.Add(frozen.Executor(binds, hardened, command) with { Every = every });
            variants.Add(frozen.BubblewrapOf(binds, hardened, command) with { Every = every });
        }

        return Interleaved.RunTwice(variants, Rounds);
    }
}
