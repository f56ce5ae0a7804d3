using System.Net;
using System.Net.Sockets;

namespace Sandbox.Egress.Gates;

/// <summary>A connected socket with the address it has, or why there is none.</summary>
public sealed record Dialled
{
    public Socket? Socket { get; init; }

    public IPAddress? Address { get; init; }

    /// <summary>Of the last address that failed; Success when connected.</summary>
    public SocketError Error { get; init; }

    /// <summary>A few words, "connection refused"; null when connected.</summary>
    public string? Problem { get; init; }
}
