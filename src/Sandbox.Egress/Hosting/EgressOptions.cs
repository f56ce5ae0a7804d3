using System.Net.Sockets;
using Sandbox.Core.Network;
using Sandbox.Core.Secrets;
using Sandbox.Egress.Broker;
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

    /// <summary>What clients of the explicit proxy must know; null asks for nothing.</summary>
    public Secret? Token { get; init; }

    /// <summary>Serves its listener; owned by the host from its start on. Null: every connection to it is reset.</summary>
    public CredentialBroker? Broker { get; init; }

    /// <summary>Ports of the host that lead inside; owned by the host from its start on.</summary>
    public Publisher? Publisher { get; init; }

    /// <summary>A new connection to a port inside, for <see cref="Publisher"/>; null when nothing listens there.</summary>
    public Func<int, Socket?>? ConnectInside { get; init; }

    /// <summary>Names that have their addresses already, in that order; see <see cref="FakeNames.All"/>.</summary>
    public IReadOnlyList<string> KnownNames { get; init; } = [];

    /// <summary>The system's when null.</summary>
    public IResolver? Resolver { get; init; }

    public ConnectionLimits Limits { get; init; } = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
