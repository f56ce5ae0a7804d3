using System.Runtime.InteropServices;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Files;
using Sandbox.Linux.Sockets;

namespace Sandbox.Backends.Native;

/// <summary>What whoever owns a running sandbox can ask of its PID 1. Safe for many threads.</summary>
public class LiveControl
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    private readonly Descriptor? _control;

    /// <param name="control">The outer end of the control socket; not closed here.</param>
    public LiveControl(Descriptor control)
    {
        _control = control;
        Channel = new ControlChannel(control, AnswerLimit);
    }

    /// <summary>For one whose PID 1 is not reached over a socket of this machine.</summary>
    private protected LiveControl() => Channel = null!;

    internal ControlChannel Channel { get; }

    /// <summary>How many sessions run inside, or null when PID 1 does not answer.</summary>
    public virtual int? CountSessions() => Channel.CountSessions();

    /// <summary>Until told otherwise PID 1 takes changes of the mount table for ours; false when it does not answer.</summary>
    public bool ExpectMounts(bool expects) => Channel.ExpectMounts(expects);

    /// <summary>Starts one more session; everything that comes of it is told on the session's socket. False when PID 1 is gone.</summary>
    /// <param name="session">What to run.</param>
    /// <param name="channel">PID 1's end of the session's socket.</param>
    /// <param name="terminal">Rows in the high half and columns in the low one of a terminal of the sandbox's own, or null for none.</param>
    /// <param name="standard">Descriptors 0, 1 and 2 without a terminal; nothing, or 2 alone, with one.</param>
    public virtual bool Join(JoinRequest session, Descriptor channel, uint? terminal, params IReadOnlyList<Descriptor> standard)
    {
        byte[] bytes = session.Compile();
        using Descriptor record = Descriptor.SealedMemory("claude-sandbox-session", bytes);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(bytes);
        JoinFlags flags = terminal is null ? JoinFlags.None : standard.Count == 0 ? JoinFlags.Terminal : JoinFlags.Terminal | JoinFlags.OwnErrors;
        ControlMessage message = new() { Kind = (uint)ControlKind.Join, Value = (int)flags, Number = terminal ?? 0 };
        return DescriptorMessages.Send(_control!, MemoryMarshal.AsBytes(new ReadOnlySpan<ControlMessage>(in message)), [record, channel, .. standard]);
    }

    /// <summary>Sends a signal to everything inside but PID 1. False when PID 1 is gone.</summary>
    /// <param name="signal">1 to 64.</param>
    public virtual bool SignalAll(int signal)
    {
        ControlMessage message = new() { Kind = (uint)ControlKind.SignalAll, Value = signal };
        return DescriptorMessages.Send(_control!, MemoryMarshal.AsBytes(new ReadOnlySpan<ControlMessage>(in message)));
    }
}
