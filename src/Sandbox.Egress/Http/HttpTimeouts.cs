namespace Sandbox.Egress.Http;

/// <summary>How long a connection may wait for what.</summary>
public sealed record HttpTimeouts
{
    /// <summary>Between requests, and before the first.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>From the first byte of a request head to its last.</summary>
    public TimeSpan Head { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two pieces of a body, either way.</summary>
    public TimeSpan Body { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>From the request to the head of the answer.</summary>
    public TimeSpan Response { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>After an early answer, for what the client still sends.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(2);
}
