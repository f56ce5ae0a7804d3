using System.Net.Sockets;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Broker;

/// <summary>One client of the broker: its requests one after the other.</summary>
internal sealed class BrokerConnection : IDisposable
{
    private readonly BrokerContext _context;
    private readonly Wire _client;
    private readonly Deadline _deadline;
    private readonly CancellationToken _cancellation;

    public BrokerConnection(BrokerContext context, Stream client, CancellationToken cancellation)
    {
        _context = context;
        _client = new Wire(client);
        _cancellation = cancellation;
        _deadline = new Deadline(cancellation);
    }

    public async Task RunAsync()
    {
        try
        {
            while (await NextAsync())
            {
                // Everything happens in there.
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            StreamEnds.Reset(_client.Stream);
        }
    }

    public void Dispose() => _deadline.Dispose();

    private async Task<bool> NextAsync()
    {
        HttpTimeouts timeouts = _context.Options.Timeouts;
        HeadRead read;
        try
        {
            read = await _client.Reader.ReadHeadAsync(_deadline, timeouts.Idle, timeouts.Head);
        }
        catch (OperationCanceledException) when (_deadline.Expired)
        {
            return false;
        }

        if (read.Ended)
        {
            return false;
        }

        if (read.Problem is { } problem || !RequestHeadParser.TryParse(read.Bytes.Span, out RequestHead? head, out problem))
        {
            _deadline.Start(timeouts.Linger);
            await _client.Stream.WriteAsync(MessagesApiError.Reply(problem).ToBytes(toHead: false), _deadline.Token);
            await StreamEnds.DrainAsync(_client.Stream, _deadline, timeouts.Linger);
            return false;
        }

        using BrokerExchange exchange = new(_context, head, _client, _cancellation);
        return await exchange.RunAsync() || await EndAsync(timeouts);
    }

    // A refusal has been drained already; then this finds nothing more to do.
    private async Task<bool> EndAsync(HttpTimeouts timeouts)
    {
        await StreamEnds.DrainAsync(_client.Stream, _deadline, timeouts.Linger);
        return false;
    }
}
