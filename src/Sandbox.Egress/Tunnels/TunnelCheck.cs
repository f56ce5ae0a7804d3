using Sandbox.Egress.Gates;

namespace Sandbox.Egress.Tunnels;

/// <summary>Whether a client's first message agrees with the host that it asked for.</summary>
internal static class TunnelCheck
{
    private const int HttpsPort = 443;

    /// <summary>Null when it does; otherwise why not, in a few words.</summary>
    /// <param name="preface">What the client says.</param>
    /// <param name="opened">What it asked for.</param>
    /// <param name="received">Bytes that the upstream has sent so far.</param>
    public static string? Problem(Preface preface, Opened opened, long received) => preface.Kind switch
    {
        PrefaceKind.Bad => preface.Problem,
        PrefaceKind.Http when received > 0 => "HTTP request after the server has spoken",
        PrefaceKind.Tls when preface.ServerName is null && opened.Port == HttpsPort => "TLS without a server name (SNI)",
        PrefaceKind.Tls when preface.ServerName is { } name && !name.Equals(opened.Host) => $"SNI {name} is not {opened.Host}",
        _ => null,
    };
}
