using System.Net;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Broker;

/// <summary>A request body that is too large to keep: passed on while it comes, once.</summary>
internal sealed class RelayedContent(MessageBody body, Deadline deadline, TimeSpan idle, Action<int> copied) : HttpContent
{
    /// <summary>The client's fault, when its body broke off.</summary>
    public HttpProblem? Problem { get; private set; }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        try
        {
            await BodyCopy.RunAsync(body, stream, chunked: false, deadline, idle, copied);
        }
        catch (HttpMessageException e)
        {
            Problem = e.Problem;
            throw;
        }
        catch (OperationCanceledException) when (deadline.Expired)
        {
            Problem = new HttpProblem(408, "the request body came too slowly");
            throw;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Framing.Length;
        return body.Framing.Kind == BodyKind.Length;
    }
}
