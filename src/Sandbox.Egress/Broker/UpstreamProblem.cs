using System.Net;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Broker;

/// <summary>A failed request in words of ours: an exception's own text may quote what was sent.</summary>
internal static class UpstreamProblem
{
    public static HttpProblem From(HttpRequestException e, BrokerUpstream upstream)
    {
        string what = e.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "its name cannot be looked up",
            HttpRequestError.ConnectionError => "no connection",
            HttpRequestError.SecureConnectionError => "its certificate or TLS is not acceptable",
            HttpRequestError.ProxyTunnelError => "the host's proxy refuses it",
            HttpRequestError.ConfigurationLimitExceeded => "its answer has too many header fields",
            HttpRequestError.InvalidResponse => "its answer is not HTTP",
            _ => "it closed the connection without an answer",
        };
        return new HttpProblem((int)HttpStatusCode.BadGateway, $"cannot reach {upstream.Host}: {what}");
    }
}
