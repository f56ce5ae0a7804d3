using System.Net;
using System.Net.Sockets;
using Sandbox.Egress.Connections;
using Sandbox.Egress.Gates;
using Sandbox.Egress.Log;
using Sandbox.Egress.Names;
using Sandbox.Egress.Tunnels;

namespace Sandbox.Egress.Capture;

/// <summary>
/// Serves connections that programs inside made without knowing of us. The local address of such a socket is where the program
/// wanted to go: an address that stands for a name, or one that was never given out, which is reset. Works alike for the
/// transparent listener and for listeners on named ports.
/// </summary>
public sealed class CaptureServer
{
    private const string Via = "capture";

    private static readonly IPAddress OwnAddress = new([10, 0, 2, 15]);

    private readonly AcceptLoop _loop;
    private readonly FakeNames _names;
    private readonly Gate _gate;
    private readonly Tunnel _tunnel;
    private readonly Func<Socket, IPEndPoint?> _destination;

    /// <param name="listener">Listens already; disposed by the caller.</param>
    /// <param name="names">The names that the sandbox's DNS gave addresses.</param>
    /// <param name="gate">Decides and dials.</param>
    /// <param name="slots">Shared by the sandbox's listeners.</param>
    /// <param name="log">For what has no destination that the gate knows.</param>
    /// <param name="destination">Where a client wanted to go; its socket's local address when null.</param>
    public CaptureServer(Socket listener, FakeNames names, Gate gate, ConnectionSlots slots, IEgressLog log, Func<Socket, IPEndPoint?>? destination = null)
    {
        _names = names;
        _gate = gate;
        _tunnel = new(gate, new PlainHttp(gate, log));
        _destination = destination ?? (static client => client.LocalEndPoint as IPEndPoint);
        _loop = new(listener, slots, Via, log, ServeAsync);
    }

    /// <summary>Until it is cancelled or the listener is closed, and every connection has ended.</summary>
    public Task RunAsync(CancellationToken cancellation) => _loop.RunAsync(cancellation);

    private async Task ServeAsync(Socket client, ConnectionSlot slot, CancellationToken cancellation)
    {
        IPEndPoint? destination = _destination(client);
        if (destination is null || IPAddress.IsLoopback(destination.Address) || destination.Address.Equals(OwnAddress))
        {
            // The payload has found the listener itself: there is nowhere that it could have meant.
            client.Reset();
            return;
        }

        if (_names.Find(destination.Address) is not { } host)
        {
            _gate.Refuse(destination.Address.ToString(), destination.Port, Via, "no name has this address");
            client.Reset();
            return;
        }

        await _tunnel.RunAsync(client, default, _gate.OpenAsync(host, destination.Port, Via, cancellation), slot, cancellation);
    }
}
