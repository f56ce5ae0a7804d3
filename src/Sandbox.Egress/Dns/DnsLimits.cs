namespace Sandbox.Egress.Dns;

/// <summary>What one sandbox may ask of its DNS over TCP.</summary>
public sealed record DnsLimits
{
    /// <summary>Connections served at once; more wait in the listener.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>Messages of one connection; it is closed after the last.</summary>
    public int Messages { get; init; } = 256;

    /// <summary>Time for one message to come in whole and its answer to go out.</summary>
    public TimeSpan MessageTime { get; init; } = TimeSpan.FromSeconds(5);
}
