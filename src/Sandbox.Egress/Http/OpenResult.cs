using Sandbox.Core.Network;

namespace Sandbox.Egress.Http;

/// <summary>The answer to a request for a connection: exactly one of connected, refused by the rules, or failed.</summary>
public sealed class OpenResult
{
    private OpenResult()
    {
    }

    /// <summary>Connected. Owned by whoever gets this object.</summary>
    public Stream? Stream { get; private init; }

    /// <summary>The refusal; already logged by whoever decided.</summary>
    public Verdict? Refusal { get; private init; }

    /// <summary>One line, no full stop: "cannot connect to example.com:80: connection refused".</summary>
    public string? Failure { get; private init; }

    /// <summary>The failure is that nothing answered in time: 504 instead of 502.</summary>
    public bool TimedOut { get; private init; }

    /// <summary>Called once when the connection ends: bytes that left, bytes that came in, and what went wrong or null.</summary>
    public Action<long, long, string?>? Finished { get; private init; }

    public static OpenResult Connected(Stream stream, Action<long, long, string?>? finished = null) => new() { Stream = stream, Finished = finished };

    public static OpenResult Refused(Verdict verdict) => new() { Refusal = verdict };

    public static OpenResult Failed(string failure, bool timedOut = false) => new() { Failure = failure, TimedOut = timedOut };
}
