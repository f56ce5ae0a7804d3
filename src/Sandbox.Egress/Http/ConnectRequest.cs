using Sandbox.Core.Network;

namespace Sandbox.Egress.Http;

/// <summary>A CONNECT whose token was right and whose authority is well-formed. Nothing has been decided or answered yet.</summary>
public sealed record ConnectRequest
{
    public required HostName Host { get; init; }

    public required int Port { get; init; }

    /// <summary>The client, to be answered (<see cref="HttpReplies"/>) and relayed; not to be disposed.</summary>
    public required Stream Client { get; init; }

    /// <summary>What the client sent after the head, such as the beginning of a TLS handshake.</summary>
    public required ReadOnlyMemory<byte> Already { get; init; }
}
