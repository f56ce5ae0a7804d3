using System.Diagnostics;
using Sandbox.Bench.Results;
using Sandbox.Bench.Timing;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;

namespace Sandbox.Bench.Suites;

/// <summary>
/// The executor with the frozen policy, started as the launcher starts it, without and with the network part, in turns: from before the spawn until
/// /bin/true has been reaped. Nobody serves the sockets that it hands out: they lie in the control socket and are closed with it.
/// </summary>
internal static class ExecutorNetworkCost
{
    public const string Without = "claude-sandbox-exec, no network";
    public const string With = "claude-sandbox-exec, captured network";
    public const string Difference = "difference within a round";

    private const int Rounds = 300;
    private const int WarmUp = 20;
    private const int Binds = 20;

    public static IReadOnlyList<Summary> Measure(Stage stage)
    {
        FrozenVariants frozen = new(stage);
        byte[] without = frozen.Plan(Binds, ["/bin/true"], capture: false);
        byte[] with = frozen.Plan(Binds, ["/bin/true"], capture: true);
        List<double> first = [];
        List<double> second = [];
        for (int round = -WarmUp; round < Rounds; round++)
        {
            // Who comes first alternates: what one leaves for the kernel to clean up is not always the other's burden.
            double later = round % 2 == 0 ? 0 : Milliseconds(stage, with);
            double plain = Milliseconds(stage, without);
            double captured = round % 2 == 0 ? Milliseconds(stage, with) : later;
            if (round >= 0)
            {
                first.Add(plain);
                second.Add(captured);
            }
        }

        return [Summary.Of(Without, first), Summary.Of(With, second), Summary.Of(Difference, [.. second.Zip(first, (w, p) => w - p)])];
    }

    private static double Milliseconds(Stage stage, byte[] plan)
    {
        using Descriptor memory = Descriptor.SealedMemory("bench-plan", plan);
        (Descriptor status, Descriptor statusWrite) = Descriptor.Pipe();
        (Descriptor livenessRead, Descriptor liveness) = Descriptor.Pipe();
        (Descriptor control, Descriptor controlInside) = Descriptor.MessagePair();
        using (status)
        using (liveness)
        using (control)
        using (statusWrite)
        using (livenessRead)
        using (controlInside)
        {
            long started = Stopwatch.GetTimestamp();
            using SpawnedProcess child = Spawn.Start(
                stage.Executor,
                [stage.Executor],
                [],
                [
                    (memory, PlanFormat.PlanDescriptor), (statusWrite, PlanFormat.StatusDescriptor), (livenessRead, PlanFormat.LivenessDescriptor),
                    (controlInside, PlanFormat.ControlDescriptor),
                ]);
            int code = child.Wait();
            Launched launched = new(started, Stopwatch.GetTimestamp(), code, TimedOut: false);
            return code == 0 ? launched.Milliseconds : throw new BenchException($"{With}: ended with {code}");
        }
    }
}
