namespace Sandbox.Egress.Log;

/// <summary>One line of the network log: a connection or a name that was asked for.</summary>
public sealed record EgressRecord
{
    public required DateTimeOffset Time { get; init; }

    /// <summary>How it came: "dns", "capture", "http", "connect", "socks", "broker" or "publish".</summary>
    public required string Via { get; init; }

    /// <summary>The canonical host that was matched and dialled; what was sent, made printable, when it is not a host.</summary>
    public required string Host { get; init; }

    /// <summary>0 when only a name was asked for.</summary>
    public required int Port { get; init; }

    public required bool Allowed { get; init; }

    public string? Rule { get; init; }

    public required string Reason { get; init; }

    /// <summary>For a refusal: the option that would have allowed it, or null when nothing would.</summary>
    public string? Remedy { get; init; }

    /// <summary>Bytes that left the sandbox and that came in.</summary>
    public long Sent { get; init; }

    public long Received { get; init; }
}
