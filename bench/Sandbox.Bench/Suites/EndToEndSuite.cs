using Sandbox.Bench.Results;
using Sandbox.Bench.Timing;

namespace Sandbox.Bench.Suites;

/// <summary>What a user waits for: the launcher with its own policy against the sandbox-runtime with its own, /bin/true inside.</summary>
internal static class EndToEndSuite
{
    public const string Launcher = "claude-sandbox exec . -- true";
    public const string LauncherWithoutNetwork = "claude-sandbox exec --network none . -- true";
    public const string SandboxRuntime = "srt -c true";
    public const string Hello = "an empty .NET program of the launcher's kind";

    private const string Traced = "claude-sandbox exec . -- true, traced";
    private const int Rounds = 40;

    public static EndToEndResult Measure(Stage stage)
    {
        // The project directory is the current one, for both.
        Environment.CurrentDirectory = stage.Project;
        string trace = stage.File("trace.jsonl");
        PhaseSamples phases = new();
        Variant launcher = new()
        {
            Name = Launcher,
            Executable = stage.Launcher,
            Arguments = ["exec", ".", "--", "true"],
            Environment = stage.Environment,
        };
        TimingRuns timings = Interleaved.RunTwice(
            [
                launcher,
                launcher with { Name = LauncherWithoutNetwork, Arguments = ["exec", "--network", "none", ".", "--", "true"] },
                new Variant
                {
                    Name = SandboxRuntime, Executable = stage.SandboxRuntime, Arguments = ["-s", stage.SandboxRuntimeSettings, "-c", "true"],
                    Environment = stage.Environment,
                },
                new Variant { Name = Hello, Executable = stage.Hello, Environment = stage.Environment },

                // Apart from the first, so that what tracing costs is in no total.
                launcher with
                {
                    Name = Traced,
                    Environment = [.. stage.Environment, $"CLAUDE_SANDBOX_TRACE={trace}"],
                    After = launched => phases.Take(trace, launched),
                },
            ],
            Rounds);
        return new EndToEndResult(timings, phases.Summaries());
    }
}
