using Sandbox.Linux.Files;
using Sandbox.Linux.Sockets;

namespace Sandbox.Backends.Native;

/// <summary>Takes the sockets of one sandbox from its control socket to its host, and back again at the end.</summary>
/// <param name="control">The launcher's end; read here until the sockets have arrived.</param>
/// <param name="channel">Asks PID 1 once they have arrived.</param>
/// <param name="host">Whom they are for.</param>
internal sealed class EgressService(Descriptor control, ControlChannel channel, IEgressHost host) : IDisposable
{
    private IDisposable? _serving;

    /// <summary>Null until they have arrived.</summary>
    public SandboxSockets? Sockets { get; private set; }

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
            Sockets = SandboxSockets.From(channel, message);
            _serving = host.Serve(Sockets);
        }
    }

    /// <summary>Another process serves from now on: nothing is closed here, because closing a listener can end it for both.</summary>
    public void Abandon()
    {
        _serving = null;
        Sockets = null;
    }

    /// <summary>No other process serves after all. What served before has let go of the sockets, and closing it would close them.</summary>
    public void Resume() => _serving = Sockets is null ? null : host.Serve(Sockets);

    public void Dispose()
    {
        _serving?.Dispose();
        Sockets?.Dispose();
    }
}
