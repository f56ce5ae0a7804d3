using System.Net.Sockets;

namespace Sandbox.Egress.Hosting;

/// <summary>The sockets that the executor made inside the sandbox's network and handed out. Whoever takes them closes them: one that stays open keeps the network alive.</summary>
public sealed record EgressSockets
{
    /// <summary>The transparent listener, or null where the kernel has none.</summary>
    public Socket? Capture { get; init; }

    public required Socket DnsUdp { get; init; }

    public required Socket DnsTcp { get; init; }

    public required Socket Proxy { get; init; }

    public required Socket Broker { get; init; }

    /// <summary>In place of <see cref="Capture"/>: listeners on the ports that the rules name.</summary>
    public IReadOnlyList<Socket> NamedPorts { get; init; } = [];

    /// <summary>All of them.</summary>
    public IEnumerable<Socket> All => [DnsUdp, DnsTcp, Proxy, Broker, .. NamedPorts, .. Capture is null ? Array.Empty<Socket>() : [Capture]];
}
