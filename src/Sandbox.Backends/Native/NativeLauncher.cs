using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;
using Sandbox.Linux.Terminals;
using Sandbox.Linux.Users;

namespace Sandbox.Backends.Native;

/// <summary>
/// Hands a compiled plan to the executor and waits. The sandbox lives as long as this object: its end of the liveness
/// pipe is all that keeps PID 1 inside alive, so even SIGKILL of this process ends the sandbox.
/// </summary>
/// <param name="command">The executor, or what prepares for it.</param>
/// <param name="files">Asked for what the kernel forbids, when it does.</param>
/// <param name="mark">Told the name of every phase as it ends: "compile", "spawn", "executor".</param>
/// <param name="egress">Serves what a plan captures; plans that capture nothing do without.</param>
/// <param name="supervisor">Lets others into the sandbox; null for one that nobody can join.</param>
public sealed class NativeLauncher(ExecutorCommand command, IHostFiles files, Action<string>? mark = null, IEgressHost? egress = null, ISupervisor? supervisor = null)
{
    /// <summary>The caller's umask, which the payload gets, where this process has another one.</summary>
    public uint? Umask { get; init; }

    /// <summary>Runs the plan to its end. Answers the payload's exit code (128 + N for signal N).</summary>
    /// <returns>The exit code, and the reason when the payload was not started.</returns>
    /// <param name="plan">What to run.</param>
    /// <param name="hold">A descriptor for PID 1 to keep open as long as anything of the sandbox lives, or null.</param>
    /// <param name="signals">What this process is sent while the payload runs.</param>
    /// <param name="watch">Looked after while the payload runs, or null.</param>
    /// <param name="cgroups">The cgroup.procs file of each of the plan's control groups, open for writing, in their order.</param>
    /// <exception cref="ArgumentException">The plan captures connections and nobody is there to serve them, or its control groups are missing.</exception>
    public LaunchResult Run(LaunchPlan plan, SignalForwarding signals, Descriptor? hold = null, ILiveWatch? watch = null, IReadOnlyList<Descriptor>? cgroups = null)
    {
        if (plan.Capture is not null && egress is null)
        {
            throw new ArgumentException("the plan captures connections that nobody serves", nameof(plan));
        }

        if ((plan.Resources.Cgroup?.Groups.Count ?? 0) != (cgroups?.Count ?? 0))
        {
            throw new ArgumentException("the plan's control groups have not been made", nameof(cgroups));
        }

        if (command.IsPrepared)
        {
            ExecutorStatus? changed = SourceIdentities.Take(plan, out plan);
            if (changed is { } status)
            {
                (SandboxException error, int exitCode) = NativeFailure.Explain(status, plan.Arguments[0], files);
                return new LaunchResult(exitCode, error);
            }
        }

        byte[] bytes = PlanCompiler.Compile(plan, command.IsPrepared, command.Containment);
        using Descriptor memory = Descriptor.SealedMemory("claude-sandbox-plan", bytes);
        CryptographicZero(bytes);
        mark?.Invoke("compile");
        (Descriptor statusRead, Descriptor statusWrite) = Descriptor.Pipe();
        (Descriptor livenessRead, Descriptor livenessWrite) = Descriptor.Pipe();
        (Descriptor control, Descriptor controlInside) = Descriptor.MessagePair();
        using (statusRead)
        using (livenessWrite)
        using (control)
        {
            TerminalState? terminal = TerminalState.Save();
            SocketControl live = new(control);
            using OwnTerminal? own = plan.OwnTerminal ? OwnTerminal.Ask(plan, live) : null;
            SpawnedProcess child;
            using (statusWrite)
            using (livenessRead)
            using (controlInside)
            {
                List<(Descriptor, int)> handedOver =
                [
                    (memory, PlanFormat.PlanDescriptor),
                    (statusWrite, PlanFormat.StatusDescriptor),
                    (livenessRead, PlanFormat.LivenessDescriptor),
                    (controlInside, PlanFormat.ControlDescriptor),
                ];
                if (hold is not null)
                {
                    handedOver.Add((hold, PlanFormat.HoldDescriptor));
                }

                for (int i = 0; i < cgroups?.Count; i++)
                {
                    handedOver.Add((cgroups[i], PlanFormat.CgroupDescriptor + i));
                }

                List<Descriptor> opened = [];
                if (command.Preparation is { } preparation)
                {
                    handedOver.AddRange(PreparedDescriptors.Standard(preparation, opened));
                }

                handedOver.AddRange(command.Descriptors);
                if (command.IsPrepared)
                {
                    Orphans.Adopt();
                }

                using RootRights? root = command.Containment is null ? null : RootRights.Lend();
                child = Spawn.Start(command.Program, command.Arguments, command.Environment, handedOver, command.OwnSession, Umask);
                opened.ForEach(static d => d.Dispose());
            }

            mark?.Invoke("spawn");
            using (child)
            {
                signals.Connect(control, child, own?.Session, command.Containment is null);
                own?.Begin();
                using EgressService? service = plan.Capture is null ? null : new EgressService(control, live.Channel, egress!);
                LaunchWatch running = new(statusRead, control, service, supervisor, live, watch is null ? null : new LiveWatching(watch, () => _ = child.Signal(SignalNumber.Kill)));
                if (command.IsPrepared)
                {
                    Orphans.EndWith(child, () => running.HasStarted);
                }

                try
                {
                    running.Run();
                }
                catch
                {
                    // A sandbox whose network nobody serves must not go on.
                    _ = child.Signal(SignalNumber.Kill);
                    _ = child.Wait();
                    own?.Finish();
                    terminal?.Restore();
                    signals.Disconnect();
                    throw;
                }

                if (running.Others > 0)
                {
                    own?.Finish();
                    terminal?.Restore();
                    if (supervisor!.HandOver(new RunningSandbox(statusRead, livenessWrite, control, service?.Sockets)))
                    {
                        signals.Disconnect();
                        service?.Abandon();
                        return new LaunchResult(WaitStatus.ExitCode(running.Ended!.Value), null) { IsHandedOver = true };
                    }

                    service?.Resume();
                    running.Run(toTheEnd: true);
                }

                int code = child.Wait();
                signals.Disconnect();
                mark?.Invoke("executor");
                own?.Finish();
                terminal?.Restore();
                if (running.Failure is { } status)
                {
                    (SandboxException error, int exitCode) = NativeFailure.Explain(status, plan.Arguments[0], files, isRoot: command.Containment is not null);
                    return new LaunchResult(exitCode, error) { CannotMapOwners = NativeFailure.CannotMapOwners(status) };
                }

                if (command.Preparation is { } unfinished && !running.HasStarted)
                {
                    return new LaunchResult(ExitCodes.Refused, PreparationFailure.Explain(unfinished, code));
                }

                return own?.Session.Result(plan.Arguments[0], files) is { Error: not null } told
                    ? told
                    : new LaunchResult(running.Ended is { } wait ? WaitStatus.ExitCode(wait) : Killed(code), null);
            }
        }
    }

    // PID 1 says how a session ended unless it is killed; a container manager does not tell that from any other end.
    private int Killed(int code) => command.Containment is null ? code : ExitCodes.SignalBase + SignalNumber.Kill;

    private static void CryptographicZero(byte[] bytes) => System.Security.Cryptography.CryptographicOperations.ZeroMemory(bytes);
}
