namespace Sandbox.Egress.Http;

/// <summary>A response up to its body.</summary>
internal sealed record ResponseHead
{
    /// <summary>0 or 1: HTTP/1.0 or HTTP/1.1.</summary>
    public required int Minor { get; init; }

    /// <summary>100 to 599.</summary>
    public required int Status { get; init; }

    public required string Reason { get; init; }

    public required HeaderFields Fields { get; init; }

    /// <summary>What the fields state; null when they state nothing.</summary>
    public required BodyFraming? Stated { get; init; }

    public bool IsInterim => Status < 200;

    /// <summary>The server expects another request on this connection.</summary>
    public bool KeepAlive => Minor == 1 && !Fields.Lists("Connection", "close");

    /// <summary>Where the body of the answer to such a request ends: some answers have none whatever their fields say.</summary>
    public BodyFraming Body(bool toHead) =>
        toHead || IsInterim || Status is 204 or 304 ? BodyFraming.None : Stated ?? new BodyFraming(BodyKind.UntilClose);
}
