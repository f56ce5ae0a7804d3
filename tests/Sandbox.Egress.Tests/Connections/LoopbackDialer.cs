using System.Collections.Concurrent;
using System.Net;
using Sandbox.Egress.Gates;

namespace Sandbox.Egress.Tests.Connections;

/// <summary>Takes a test's server for whatever is dialled, and remembers what was.</summary>
internal sealed class LoopbackDialer : IDialer
{
    private readonly TcpDialer _tcp = new();
    private readonly ConcurrentQueue<(IPAddress Address, int Port)> _dialled = new();

    /// <summary>The loopback port of the server, by the port that is dialled; a port that is not here is dialled as it is.</summary>
    public ConcurrentDictionary<int, int> Ports { get; } = new();

    public (IPAddress Address, int Port)[] Dialled => [.. _dialled];

    public Task<Dialled> DialAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellation)
    {
        foreach (IPAddress address in addresses)
        {
            _dialled.Enqueue((address, port));
        }

        return _tcp.DialAsync([IPAddress.Loopback], Ports.GetValueOrDefault(port, port), cancellation);
    }
}
