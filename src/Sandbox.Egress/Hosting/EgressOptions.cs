using System.Net.Sockets;
using Sandbox.Core.Network;
using Sandbox.Core.Secrets;
using Sandbox.Egress.Connections;
using Sandbox.Egress.Gates;
using Sandbox.Egress.Log;
using Sandbox.Egress.Names;
using Sandbox.Egress.Publish;

namespace Sandbox.Egress.Hosting;

/// <summary>What one sandbox's way out is made of.</summary>
public sealed record EgressOptions
{
    public required NetworkRules Rules { get; init; }

    public required IEgressLog Log { get; init; }

    /// <summary>Owned by the host from its start on.</summary>
    public required EgressSockets Sockets { get; init; }

    /// <summary>The names that the DNS gives addresses.</summary>
    public required FakeNames Names { get; init; }

    /// <summary>What clients of the explicit proxy must know; null asks for nothing.</summary>
    public Secret? Token { get; init; }

    /// <summary>Serves names on the UDP and the TCP socket until it is cancelled. Null: names are not served, and nothing can be reached by capture.</summary>
    public Func<EgressSockets, Gate, CancellationToken, Task>? Dns { get; init; }

    /// <summary>Serves the broker's listener until it is cancelled. Null: every connection to it is reset.</summary>
    public Func<Socket, CancellationToken, Task>? Broker { get; init; }

    /// <summary>Ports of the host that lead inside; owned by the host from its start on.</summary>
    public Publisher? Publisher { get; init; }

    /// <summary>A new connection to a port inside, for <see cref="Publisher"/>; null when nothing listens there.</summary>
    public Func<int, Socket?>? ConnectInside { get; init; }

    /// <summary>The system's when null.</summary>
    public IResolver? Resolver { get; init; }

    public ConnectionLimits Limits { get; init; } = new();
}
