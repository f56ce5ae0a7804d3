using Sandbox.Core.Network;

namespace Sandbox.Egress.Tunnels;

/// <summary>The first bytes of a client and what they are.</summary>
internal sealed record Preface
{
    public required PrefaceKind Kind { get; init; }

    /// <summary>Everything that has been read and not been passed on; belongs to the reader that gave it.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>For TLS: the name that the client wants, if it says one.</summary>
    public HostName? ServerName { get; init; }

    /// <summary>For <see cref="PrefaceKind.Bad"/>: why, in a few words.</summary>
    public string? Problem { get; init; }
}
