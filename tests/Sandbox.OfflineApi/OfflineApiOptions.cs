namespace Sandbox.OfflineApi;

/// <summary>How to start an <see cref="OfflineMessagesApi"/>.</summary>
public sealed record OfflineApiOptions
{
    /// <summary>The TCP port on 127.0.0.1; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>Gets one line per request; not disposed. Null for no log.</summary>
    public TextWriter? Log { get; init; }
}
