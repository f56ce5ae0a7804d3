using System.Runtime.InteropServices;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Files;
using Sandbox.Linux.Sockets;

namespace Sandbox.Backends.Native;

/// <summary>PID 1 at the other end of a control socket of this machine.</summary>
public sealed class SocketControl : LiveControl
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    private readonly Descriptor _control;

    /// <param name="control">The outer end of the control socket; not closed here.</param>
    public SocketControl(Descriptor control)
    {
        _control = control;
        Channel = new ControlChannel(control, AnswerLimit);
    }

    internal ControlChannel Channel { get; }

    /// <inheritdoc/>
    public override int? CountSessions() => Channel.CountSessions();

    /// <inheritdoc/>
    public override bool ExpectMounts(bool expects) => Channel.ExpectMounts(expects);

    /// <inheritdoc/>
    public override bool Join(JoinRequest session, Descriptor channel, uint? terminal, params IReadOnlyList<Descriptor> standard)
    {
        byte[] bytes = session.Compile();
        using Descriptor record = Descriptor.SealedMemory("claude-sandbox-session", bytes);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(bytes);
        JoinFlags flags = terminal is null ? JoinFlags.None : standard.Count == 0 ? JoinFlags.Terminal : JoinFlags.Terminal | JoinFlags.OwnErrors;
        ControlMessage message = new() { Kind = (uint)ControlKind.Join, Value = (int)flags, Number = terminal ?? 0 };
        return DescriptorMessages.Send(_control, MemoryMarshal.AsBytes(new ReadOnlySpan<ControlMessage>(in message)), [record, channel, .. standard]);
    }

    /// <inheritdoc/>
    public override bool SignalAll(int signal)
    {
        ControlMessage message = new() { Kind = (uint)ControlKind.SignalAll, Value = signal };
        return DescriptorMessages.Send(_control, MemoryMarshal.AsBytes(new ReadOnlySpan<ControlMessage>(in message)));
    }
}
