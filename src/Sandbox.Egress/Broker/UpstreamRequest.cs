using Sandbox.Egress.Http;

namespace Sandbox.Egress.Broker;

/// <summary>Makes the request for the server: the client's fields without any credential of its own, and the real one.</summary>
internal static class UpstreamRequest
{
    // Whatever could speak for somebody else, or for somewhere else, stays here.
    private static readonly HashSet<string> Dropped = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "x-api-key", "Cookie", "Cookie2", "Accept-Encoding", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP",
        "X-HTTP-Method-Override", "X-Original-URL", "X-Rewrite-URL",
    };

    public static HttpRequestMessage Create(RequestHead head, BrokerRoute route, string pathAndQuery, BrokerCredential credential, HttpContent? content)
    {
        HttpRequestMessage request = new(new HttpMethod(head.Method), route.Upstream.Address(pathAndQuery)) { Version = System.Net.HttpVersion.Version11, Content = content };
        foreach (HeaderField field in HopByHop.Without(head.Fields).Where(f => !Dropped.Contains(f.Name)))
        {
            if (!request.Headers.TryAddWithoutValidation(field.Name, field.Value))
            {
                content?.Headers.TryAddWithoutValidation(field.Name, field.Value);
            }
        }

        // An answer that can be read on its way: see TokenMask.
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        HeaderField real = route.Present(credential);
        request.Headers.TryAddWithoutValidation(real.Name, real.Value);
        return request;
    }
}
