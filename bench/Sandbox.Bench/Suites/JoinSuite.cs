using System.Diagnostics;
using Sandbox.Backends.Native;
using Sandbox.Bench.Results;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;

namespace Sandbox.Bench.Suites;

/// <summary>Sessions that join a live sandbox of the frozen policy, one after the other, without any launcher in front: PID 1's own work.</summary>
internal static class JoinSuite
{
    public const string Started = "until PID 1 has forked it";
    public const string Whole = "until /bin/true in it has ended";

    private const int Rounds = 500;
    private const int Binds = 20;
    private const int Kill = 9;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static IReadOnlyList<Summary> Measure(Stage stage)
    {
        using Descriptor memory = Descriptor.SealedMemory("bench", new FrozenVariants(stage).Plan(Binds, ["/bin/sleep", "600"], capture: false));
        (Descriptor statusRead, Descriptor statusWrite) = Descriptor.Pipe();
        (Descriptor livenessRead, Descriptor livenessWrite) = Descriptor.Pipe();
        (Descriptor control, Descriptor inside) = Descriptor.MessagePair();
        using (statusRead)
        using (livenessWrite)
        using (control)
        {
            SpawnedProcess sandbox;
            using (statusWrite)
            using (livenessRead)
            using (inside)
            {
                sandbox = Spawn.Start(stage.Executor, [stage.Executor], [], [
                    (memory, PlanFormat.PlanDescriptor), (statusWrite, PlanFormat.StatusDescriptor), (livenessRead, PlanFormat.LivenessDescriptor), (inside, PlanFormat.ControlDescriptor)]);
            }

            using (sandbox)
            {
                SocketControl live = new(control);
                List<double> started = [];
                List<double> whole = [];
                using Descriptor nothing = Descriptor.Null();
                for (int i = 0; i < Rounds; i++)
                {
                    (double first, double all) = One(live, nothing);
                    started.Add(first);
                    whole.Add(all);
                }

                _ = sandbox.Signal(Kill);
                _ = sandbox.Wait();
                return [Summary.Of(Started, started), Summary.Of(Whole, whole)];
            }
        }
    }

    private static (double Started, double Whole) One(LiveControl live, Descriptor nothing)
    {
        JoinRequest request = new() { ExecutableCandidates = ["/bin/true"], Arguments = ["true"], Environment = ["PATH=/usr/bin"u8.ToArray()], WorkingDirectory = "/" };
        (Descriptor ours, Descriptor theirs) = Descriptor.MessagePair();
        using JoinedSession session = new(ours);
        long begin = Stopwatch.GetTimestamp();
        using (theirs)
        {
            _ = live.Join(request, theirs, terminal: null, nothing, nothing, nothing);
        }

        Read(session);
        double started = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        while (!session.IsOver)
        {
            Read(session);
        }

        return (started, Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
    }

    private static void Read(JoinedSession session)
    {
        if (!Poll.Wait(session.Channel, Limit) || !session.Read())
        {
            throw new BenchException("a session that joins is not answered");
        }
    }
}
