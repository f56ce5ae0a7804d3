namespace Sandbox.Egress.Tunnels;

internal enum PrefaceKind
{
    /// <summary>The client ended without a byte.</summary>
    Nothing,

    /// <summary>A whole ClientHello.</summary>
    Tls,

    /// <summary>The request line of HTTP/1, or of something that calls itself HTTP.</summary>
    Http,

    /// <summary>Neither.</summary>
    Other,

    /// <summary>Starts like TLS or HTTP and then is not, or does not come to an end.</summary>
    Bad,
}
