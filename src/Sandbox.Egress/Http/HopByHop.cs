namespace Sandbox.Egress.Http;

/// <summary>Fields that belong to one connection and are never passed on.</summary>
internal static class HopByHop
{
    // Framing and Host are written anew by whoever passes a head on.
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Content-Length", "Upgrade", "Host", "Expect", "HTTP2-Settings",
    };

    /// <summary>The fields to pass on: none of the above, none that Connection names, none about the proxy itself.</summary>
    public static IEnumerable<HeaderField> Without(HeaderFields fields)
    {
        HashSet<string> named = new(fields.Words("Connection").Concat(fields.Words("Proxy-Connection")), StringComparer.OrdinalIgnoreCase);
        return fields.All.Where(f => !Names.Contains(f.Name) && !named.Contains(f.Name) && !f.Name.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// The protocol that a client wants to change to, or null. HTTP/2 is not one: its requests would each name a host of their own,
    /// unseen.
    /// </summary>
    public static string? Upgrade(RequestHead head) =>
        head.Minor == 1 && head.Body.IsEmpty && head.Fields.Count("Upgrade") == 1 && head.Fields.Lists("Connection", "upgrade")
        && !head.Fields.First("Upgrade")!.Contains("h2", StringComparison.OrdinalIgnoreCase)
            ? head.Fields.First("Upgrade")
            : null;
}
