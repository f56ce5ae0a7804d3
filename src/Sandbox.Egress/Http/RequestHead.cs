namespace Sandbox.Egress.Http;

/// <summary>A request up to its body.</summary>
internal sealed record RequestHead
{
    /// <summary>A token, in the case it was sent in (methods are case-sensitive).</summary>
    public required string Method { get; init; }

    public required RequestTarget Target { get; init; }

    /// <summary>0 or 1: HTTP/1.0 or HTTP/1.1.</summary>
    public required int Minor { get; init; }

    public required HeaderFields Fields { get; init; }

    public required BodyFraming Body { get; init; }

    /// <summary>The one Host field; null only in HTTP/1.0.</summary>
    public string? Host => Fields.First("Host");

    /// <summary>The client expects to send another request. HTTP/1.0's own way of asking is not taken up.</summary>
    public bool KeepAlive => Minor == 1 && !Fields.Lists("Connection", "close") && !Fields.Lists("Proxy-Connection", "close");

    /// <summary>The client waits for "100 Continue" before it sends the body.</summary>
    public bool ExpectsContinue => Minor == 1 && !Body.IsEmpty && string.Equals(Fields.First("Expect"), "100-continue", StringComparison.OrdinalIgnoreCase);

    public bool IsHead => string.Equals(Method, "HEAD", StringComparison.Ordinal);

    public bool IsConnect => string.Equals(Method, "CONNECT", StringComparison.Ordinal);
}
