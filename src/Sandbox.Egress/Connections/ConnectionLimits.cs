namespace Sandbox.Egress.Connections;

/// <summary>How much of the host one sandbox may take.</summary>
public sealed record ConnectionLimits
{
    /// <summary>Connections at once, of all listeners together.</summary>
    public int Connections { get; init; } = 2048;

    /// <summary>Those of them that have not got as far as an upstream connection and a checked first message. A build may begin a thousand at once.</summary>
    public int Handshakes { get; init; } = 1536;

    /// <summary>For each step of a handshake that waits for the client: a request, a ClientHello, a greeting.</summary>
    public TimeSpan Handshake { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a refused client may take to show that it speaks HTTP and so can be told why.</summary>
    public TimeSpan Excuse { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For everything to end when the sandbox does.</summary>
    public TimeSpan Shutdown { get; init; } = TimeSpan.FromSeconds(2);
}
