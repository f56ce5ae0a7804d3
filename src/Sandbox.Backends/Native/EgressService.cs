using Sandbox.Linux.Files;
using Sandbox.Linux.Sockets;

namespace Sandbox.Backends.Native;

/// <summary>Takes the sockets of one sandbox from its control socket to its host, and back again at the end.</summary>
/// <param name="control">The launcher's end; read here until the sockets have arrived.</param>
/// <param name="host">Whom they are for.</param>
internal sealed class EgressService(Descriptor control, IEgressHost host) : IDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    private SandboxSockets? _sockets;
    private IDisposable? _serving;

    /// <summary>Whether a message on the control socket is the one with the sockets.</summary>
    public bool IsExpecting { get; private set; } = true;

    /// <summary>Takes what has arrived.</summary>
    /// <exception cref="InvalidDataException">It is not what the executor of this build sends.</exception>
    public void Receive()
    {
        using ReceivedMessage? message = DescriptorMessages.TryReceive(control, HandedOver.Room);
        if (message is null)
        {
            return;
        }

        // Without a message the executor has ended: the status pipe tells why.
        IsExpecting = false;
        if (!message.Bytes.IsEmpty)
        {
            _sockets = SandboxSockets.From(new ControlChannel(control, AnswerLimit), message);
            _serving = host.Serve(_sockets);
        }
    }

    public void Dispose()
    {
        _serving?.Dispose();
        _sockets?.Dispose();
    }
}
