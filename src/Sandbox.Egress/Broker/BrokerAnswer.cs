using System.Buffers;
using System.Net;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Broker;

/// <summary>Asks the server and passes its answer on as it comes: an event leaves when it arrives.</summary>
internal sealed class BrokerAnswer : IDisposable
{
    private readonly BrokerContext _context;
    private readonly BrokerRoute _route;
    private readonly RequestHead _head;
    private readonly string _target;
    private readonly Deadline _deadline;
    private readonly CancellationToken _cancellation;
    private readonly List<byte[]> _telltales = [];
    private HttpResponseMessage? _response;

    public BrokerAnswer(BrokerContext context, BrokerRoute route, RequestHead head, string target, CancellationToken cancellation)
    {
        _context = context;
        _route = route;
        _head = head;
        _target = target;
        _cancellation = cancellation;
        _deadline = new Deadline(cancellation);
    }

    /// <summary>Of the last answer.</summary>
    public HttpStatusCode Status => _response!.StatusCode;

    private HttpTimeouts Timeouts => _context.Options.Timeouts;

    /// <summary>Sends the request and waits for the answer's head.</summary>
    /// <returns>Null when there is one, otherwise what to tell the client.</returns>
    /// <exception cref="OperationCanceledException">The client has gone, or the broker ends.</exception>
    public async Task<HttpProblem?> AskAsync(BrokerCredential credential, Func<HttpContent?> content)
    {
        _response?.Dispose();
        _response = null;
        _telltales.AddRange(_route.Telltales(credential));
        HttpContent? body = content();
        using HttpRequestMessage request = UpstreamRequest.Create(_head, _route, _target, credential, body);
        try
        {
            _deadline.Start(Timeouts.Response);
            _response = await _context.Client.SendAsync(request, _deadline.Token);
            _deadline.Stop();
        }
        catch (HttpRequestException e)
        {
            return (body as RelayedContent)?.Problem ?? UpstreamProblem.From(e, _route.Upstream);
        }
        catch (OperationCanceledException) when (!_cancellation.IsCancellationRequested)
        {
            return (body as RelayedContent)?.Problem ?? new HttpProblem(504, $"{_route.Upstream.Host} did not answer in time");
        }
        catch (HttpMessageException e)
        {
            return e.Problem;
        }

        return _response.StatusCode == HttpStatusCode.SwitchingProtocols ? new HttpProblem(502, $"{_route.Upstream.Host} changed the protocol unasked") : null;
    }

    /// <summary>Writes the answer to the client.</summary>
    /// <param name="client">Gets every piece in a write of its own.</param>
    /// <param name="mayKeep">The client can send another request.</param>
    /// <param name="received">Told of every piece.</param>
    /// <returns>True when the connection stays.</returns>
    public async Task<bool> PassOnAsync(Stream client, bool mayKeep, Action<int> received)
    {
        TokenMask mask = new(_telltales);
        BodyFraming framing = UpstreamAnswer.Framing(_head, _response!);
        bool keep = mayKeep && framing.Kind != BodyKind.UntilClose;
        _deadline.Start(Timeouts.Body);
        await client.WriteAsync(UpstreamAnswer.Head(_head, _route, _response!, framing, mask, keep), _deadline.Token);
        if (!framing.IsEmpty)
        {
            await CopyAsync(client, framing, mask, received);
        }

        _deadline.Stop();
        return keep;
    }

    public void Dispose()
    {
        _response?.Dispose();
        _deadline.Dispose();
    }

    private async Task CopyAsync(Stream client, BodyFraming framing, TokenMask mask, Action<int> received)
    {
        await using Stream body = await _response!.Content.ReadAsStreamAsync(_deadline.Token);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkFrame.Before + HttpLimits.Copy + ChunkFrame.After);
        try
        {
            bool chunked = framing.Kind == BodyKind.Chunked;
            int held = 0;
            while (true)
            {
                _deadline.Start(Timeouts.Body);
                int count = await body.ReadAsync(buffer.AsMemory(ChunkFrame.Before + held, HttpLimits.Copy - held), _deadline.Token);
                received(count);
                int whole = held + count;
                int ready = count == 0 ? whole : mask.Apply(buffer.AsSpan(ChunkFrame.Before, whole));
                held = whole - ready;
                if (ready > 0)
                {
                    await WriteAsync(client, buffer, ready, held, chunked);
                }

                if (count == 0)
                {
                    break;
                }
            }

            if (chunked)
            {
                await client.WriteAsync(ChunkFrame.Last, _deadline.Token);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private async Task WriteAsync(Stream client, byte[] buffer, int ready, int held, bool chunked)
    {
        // The frame's end is written over what is held back.
        byte[] tail = held == 0 ? [] : buffer.AsSpan(ChunkFrame.Before + ready, held).ToArray();
        _deadline.Start(Timeouts.Body);
        await client.WriteAsync(chunked ? ChunkFrame.Around(buffer, ready) : buffer.AsMemory(ChunkFrame.Before, ready), _deadline.Token);
        tail.CopyTo(buffer, ChunkFrame.Before);
    }
}
