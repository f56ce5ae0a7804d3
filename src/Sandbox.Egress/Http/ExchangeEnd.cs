namespace Sandbox.Egress.Http;

/// <summary>What an exchange leaves behind.</summary>
/// <param name="KeepClient">The client may send its next request.</param>
/// <param name="KeepUpstream">The server may get another.</param>
internal readonly record struct ExchangeEnd(bool KeepClient, bool KeepUpstream)
{
    /// <summary>Nothing of an answer has gone to the client yet: it gets this.</summary>
    public HttpProblem? Failure { get; init; }

    /// <summary>The kept connection had died before the request was seen: ask again on a new one.</summary>
    public bool Stale { get; init; }
}
