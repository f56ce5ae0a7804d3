using System.Net.Sockets;
using Sandbox.Egress.Connections;
using Sandbox.Egress.Gates;
using Sandbox.Egress.Http;
using Sandbox.Egress.Log;

namespace Sandbox.Egress.Tunnels;

/// <summary>Plain HTTP by the same code that serves the explicit proxy: every request is decided on its own and must name the host.</summary>
internal sealed class PlainHttp : IPlainHttp
{
    private readonly Gate _gate;
    private readonly IEgressLog _log;

    public PlainHttp(Gate gate, IEgressLog log)
    {
        _gate = gate;
        _log = log;
    }

    public async Task ServeAsync(Socket client, ReadOnlyMemory<byte> already, Opened upstream, CancellationToken cancellation)
    {
        Opened? first = upstream;
        HttpProxyOptions options = new()
        {
            Decide = _gate.Decide,
            Open = async (host, port, stop) => Interlocked.Exchange(ref first, null) is { } opened && opened.Host.Equals(host) && opened.Port == port
                ? Results.Of(_gate, opened)
                : Results.Of(_gate, await _gate.OpenAsync(host, port, upstream.Via, stop)),
            Log = _log,
        };
        await using NetworkStream stream = new(client, ownsSocket: true);
        await HttpProxyConnection.RunAsync(stream, HttpMode.Captured(upstream.Host, upstream.Port), options, already, cancellation);
        if (Volatile.Read(ref first) is { } unused)
        {
            _gate.Finish(unused, 0, 0, "no request was passed on");
        }
    }

    public async Task ExplainAsync(Socket client, ReadOnlyMemory<byte> already, Opened upstream, CancellationToken cancellation) =>
        await client.SendAllAsync(Results.Reply(upstream, toHead: already.Span.StartsWith("HEAD "u8)), cancellation);
}
