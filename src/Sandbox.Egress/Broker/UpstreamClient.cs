using System.Net;
using System.Text;

namespace Sandbox.Egress.Broker;

/// <summary>The client of the servers behind the broker: no redirects, no cookies, no decoding, certificates verified.</summary>
internal sealed class UpstreamClient : IDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly HttpMessageInvoker _invoker;

    /// <param name="proxy">The host's own, or null.</param>
    /// <param name="adjust">For tests, which have a server and a certificate of their own.</param>
    public UpstreamClient(IWebProxy? proxy, Action<SocketsHttpHandler>? adjust = null)
    {
        _handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseProxy = proxy is not null,
            Proxy = proxy,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxResponseHeadersLength = 64,
            RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
            ActivityHeadersPropagator = null,
            // A client that hangs up in the middle of an answer stops the server at once, instead of reading on for the connection's sake.
            MaxResponseDrainSize = 0,
            ResponseDrainTimeout = TimeSpan.Zero,
        };
        adjust?.Invoke(_handler);
        _invoker = new HttpMessageInvoker(_handler, disposeHandler: false);
    }

    /// <summary>Returns once the answer's head is there.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation) => _invoker.SendAsync(request, cancellation);

    public void Dispose()
    {
        _invoker.Dispose();
        _handler.Dispose();
    }
}
