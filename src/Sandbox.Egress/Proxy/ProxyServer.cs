using System.Net.Sockets;
using Sandbox.Core.Secrets;
using Sandbox.Egress.Connections;
using Sandbox.Egress.Gates;
using Sandbox.Egress.Http;
using Sandbox.Egress.Log;
using Sandbox.Egress.Names;
using Sandbox.Egress.Socks;
using Sandbox.Egress.Tunnels;

namespace Sandbox.Egress.Proxy;

/// <summary>The proxy that programs are told of: SOCKS 5, HTTP and CONNECT on one port, told apart by the first byte.</summary>
public sealed class ProxyServer
{
    private const byte Socks4 = 4;
    private const byte Socks5 = 5;

    private readonly AcceptLoop _loop;
    private readonly Gate _gate;
    private readonly IEgressLog _log;
    private readonly Secret? _token;
    private readonly Tunnel _tunnel;
    private readonly SocksServer _socks;

    /// <param name="listener">Listens already; disposed by the caller.</param>
    /// <param name="names">The names that the sandbox's DNS gave addresses, for SOCKS clients that look up first; null for none.</param>
    /// <param name="gate">Decides and dials.</param>
    /// <param name="token">What every client must know; null asks for nothing.</param>
    /// <param name="slots">Shared by the sandbox's listeners.</param>
    /// <param name="log">For what the gate is not asked.</param>
    public ProxyServer(Socket listener, FakeNames? names, Gate gate, Secret? token, ConnectionSlots slots, IEgressLog log)
    {
        _gate = gate;
        _log = log;
        _token = token;
        _tunnel = new(gate, new PlainHttp(gate, log));
        _socks = new(gate, _tunnel, names, token);
        _loop = new(listener, slots, "proxy", log, ServeAsync);
    }

    /// <summary>Until it is cancelled or the listener is closed, and every connection has ended.</summary>
    public Task RunAsync(CancellationToken cancellation) => _loop.RunAsync(cancellation);

    private async Task ServeAsync(Socket client, ConnectionSlot slot, CancellationToken cancellation)
    {
        switch (await FirstByteAsync(client, slot, cancellation))
        {
            case null:
                break;
            case Socks5:
                await _socks.ServeAsync(client, slot, cancellation);
                break;
            case Socks4:
                await _socks.RefuseOldAsync(client, slot, cancellation);
                break;
            default:
                await ServeHttpAsync(client, slot, cancellation);
                break;
        }
    }

    // Left in the socket; null when the client ends without one.
    private static async Task<byte?> FirstByteAsync(Socket client, ConnectionSlot slot, CancellationToken cancellation)
    {
        using var slow = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        slow.CancelAfter(slot.Limits.Handshake);
        byte[] first = new byte[1];
        return await client.ReceiveAsync(first, SocketFlags.Peek, slow.Token) == 0 ? null : first[0];
    }

    private async Task ServeHttpAsync(Socket client, ConnectionSlot slot, CancellationToken cancellation)
    {
        HttpProxyOptions options = new()
        {
            Decide = (host, port) =>
            {
                slot.Establish();
                return _gate.Decide(host, port);
            },
            Open = async (host, port, stop) => Results.Of(_gate, await _gate.OpenAsync(host, port, "http", stop)),
            Connect = (request, stop) => ConnectAsync(client, request, slot, stop),
            Token = _token,
            Log = _log,
        };
        await using NetworkStream stream = new(client, ownsSocket: true);
        await HttpProxyConnection.RunAsync(stream, HttpMode.Proxy, options, default, cancellation);
    }

    private async Task ConnectAsync(Socket client, ConnectRequest request, ConnectionSlot slot, CancellationToken cancellation)
    {
        using Opened opened = await _gate.OpenAsync(request.Host, request.Port, "connect", cancellation);
        if (opened.Socket is null)
        {
            await client.SendAllAsync(Results.Reply(opened, toHead: false), cancellation);
            await client.FarewellAsync(slot.Limits.Excuse, cancellation);
            return;
        }

        await client.SendAllAsync(HttpReplies.Established, cancellation);
        await _tunnel.RunAsync(client, request.Already, Task.FromResult(opened), slot, cancellation);
    }
}
