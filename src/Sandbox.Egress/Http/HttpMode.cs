using Sandbox.Core.Network;

namespace Sandbox.Egress.Http;

/// <summary>What kind of HTTP a client speaks.</summary>
public sealed class HttpMode
{
    private HttpMode(HostName? host, int port)
    {
        Host = host;
        Port = port;
    }

    /// <summary>The client knows that it talks to a proxy: absolute-form requests and CONNECT.</summary>
    public static HttpMode Proxy { get; } = new(null, 0);

    /// <summary>The name that a captured connection was made to; null for a proxy.</summary>
    public HostName? Host { get; }

    /// <summary>The port that it was made to.</summary>
    public int Port { get; }

    public bool IsProxy => Host is null;

    /// <summary>The client believes that it talks to this server: every request must name it, or gets 421.</summary>
    public static HttpMode Captured(HostName host, int port) => new(host, port);
}
