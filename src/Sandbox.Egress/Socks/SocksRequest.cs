using System.Net;
using Sandbox.Core.Network;

namespace Sandbox.Egress.Socks;

/// <summary>What a SOCKS 5 client asks for: a host and port, or the code with which it is refused.</summary>
internal sealed record SocksRequest
{
    /// <summary>The host, or null when the request is refused.</summary>
    public HostName? Host { get; init; }

    public int Port { get; init; }

    /// <summary>When there is no host: what to answer.</summary>
    public SocksReply Refusal { get; init; }

    /// <summary>When there is no host: why, for the log.</summary>
    public string Problem { get; init; } = string.Empty;

    /// <summary>What was asked for, printable, for the log.</summary>
    public string Asked { get; init; } = string.Empty;

    /// <summary>The address that was sent in place of a name; null for names.</summary>
    public IPAddress? Literal { get; init; }
}
