using Sandbox.Core.Network;

namespace Sandbox.Egress.Tls;

/// <summary>What the first bytes of a TLS client say.</summary>
internal readonly record struct ClientHello
{
    public required ClientHelloState State { get; init; }

    /// <summary>The name that the client wants, canonical; null when it names none.</summary>
    public HostName? ServerName { get; init; }

    /// <summary>Why it is not a ClientHello that can be trusted, in a few words.</summary>
    public string? Problem { get; init; }

    /// <summary>While it is incomplete: reading it again makes no sense with fewer bytes than this.</summary>
    public int Needed { get; init; }
}
