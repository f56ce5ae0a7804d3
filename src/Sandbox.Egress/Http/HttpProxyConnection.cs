using System.Net.Sockets;
using Sandbox.Core.Network;
using Sandbox.Core.Planning;
using Sandbox.Egress.Log;

namespace Sandbox.Egress.Http;

/// <summary>Serves one client connection: every request on it is decided on its own, one at a time.</summary>
public sealed class HttpProxyConnection : IDisposable
{
    private readonly Wire _client;
    private readonly HttpMode _mode;
    private readonly HttpProxyOptions _options;
    private readonly Deadline _deadline;
    private readonly CancellationToken _cancellation;
    private UpstreamConnection? _upstream;

    private HttpProxyConnection(Stream client, HttpMode mode, HttpProxyOptions options, ReadOnlyMemory<byte> already, CancellationToken cancellation)
    {
        _client = new Wire(client, already);
        _mode = mode;
        _options = options;
        _cancellation = cancellation;
        _deadline = new Deadline(cancellation);
    }

    /// <summary>Serves the connection to its end. Returns in every case; what goes wrong concerns this connection alone.</summary>
    /// <param name="client">Bidirectional. A <see cref="NetworkStream"/> that owns its socket, so that a broken answer can end in a reset; the caller disposes it.</param>
    /// <param name="mode">What the client believes it talks to.</param>
    /// <param name="options">Shared by all connections.</param>
    /// <param name="already">Bytes that were read off the client before.</param>
    /// <param name="cancellation">Resets the connection.</param>
    public static async Task RunAsync(Stream client, HttpMode mode, HttpProxyOptions options, ReadOnlyMemory<byte> already, CancellationToken cancellation)
    {
        using HttpProxyConnection connection = new(client, mode, options, already, cancellation);
        try
        {
            while (await connection.NextAsync())
            {
                // Everything happens in there.
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            connection._upstream?.Finish("the connection broke");
            StreamEnds.Reset(client);
        }
    }

    public void Dispose()
    {
        _upstream?.Finish();
        _deadline.Dispose();
    }

    private async Task<bool> NextAsync()
    {
        HeadRead read;
        try
        {
            read = await _client.Reader.ReadHeadAsync(_deadline, _options.Timeouts.Idle, _options.Timeouts.Head);
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
            return await FailAsync(problem);
        }

        if (_mode.IsProxy && _options.Token is { } token && !(head.Fields.Count("Proxy-Authorization") == 1 && ProxyToken.Matches(head.Fields.First("Proxy-Authorization"), token)))
        {
            return await FailAsync(new HttpProblem(407, "the proxy's token is missing or wrong; use the proxy variables of this sandbox as they are"));
        }

        return head.IsConnect ? await ConnectAsync(head) : await DecideAsync(head);
    }

    private async Task<bool> ConnectAsync(RequestHead head)
    {
        if (!_mode.IsProxy || _options.Connect is null)
        {
            return await FailAsync(new HttpProblem(405, "CONNECT is for proxies"));
        }

        // A second name would be the one that somebody else decides by.
        if (head.Host is { } text && !(Authority.TryParse(text, head.Target.Port, out HostName? named, out _, out _) && named.Equals(head.Target.Host)))
        {
            return await FailAsync(HttpProblem.Bad("a Host field that is not the host of the CONNECT"));
        }

        _upstream?.Finish();
        _upstream = null;
        _deadline.Stop();
        await _options.Connect(
            new ConnectRequest { Host = head.Target.Host!, Port = head.Target.Port, Client = _client.Stream, Already = _client.Reader.TakeBuffered() }, _cancellation);
        return false;
    }

    private async Task<bool> DecideAsync(RequestHead head)
    {
        if (!HttpDestination.TryFind(_mode, head, out HostName? host, out int port, out HttpProblem? problem))
        {
            Log(head.Host ?? head.Target.Host?.ToString() ?? string.Empty, _mode.IsProxy ? head.Target.Port : _mode.Port, new Verdict { Allowed = false, Reason = problem.Text });
            return await FailAsync(problem, head.IsHead);
        }

        Verdict verdict = _options.Decide(host, port);
        if (!verdict.Allowed)
        {
            Log(host.ToString(), port, verdict);
            return await ReplyAsync(HttpReplies.Denied(host, port, verdict, head.IsHead));
        }

        return await ForwardAsync(head, host, port);
    }

    private async Task<bool> ForwardAsync(RequestHead head, HostName host, int port)
    {
        while (true)
        {
            if (_upstream?.Serves(host, port) != true && await OpenAsync(host, port, head.IsHead) is { } reply)
            {
                return await ReplyAsync(reply);
            }

            using HttpExchange exchange = new(head, _upstream!, _client, _options.Timeouts, _cancellation);
            ExchangeEnd end = await exchange.RunAsync();
            if (!end.KeepUpstream)
            {
                _upstream!.Finish(end.Stale ? null : end.Failure?.Text);
                _upstream = null;
            }

            if (!end.Stale)
            {
                return end.Failure is null ? end.KeepClient || await EndAsync() : await FailAsync(end.Failure, head.IsHead);
            }
        }
    }

    // Null when connected, otherwise the answer for the client.
    private async Task<byte[]?> OpenAsync(HostName host, int port, bool toHead)
    {
        _upstream?.Finish();
        _upstream = null;
        OpenResult opened = await _options.Open(host, port, _cancellation);
        if (opened.Stream is not null)
        {
            _upstream = new UpstreamConnection(host, port, opened);
            return null;
        }

        return opened.Refusal is { } refusal
            ? HttpReplies.Denied(host, port, refusal, toHead)
            : HttpReplies.Failed(opened.TimedOut ? 504 : 502, opened.Failure ?? "no connection", toHead);
    }

    private Task<bool> FailAsync(HttpProblem problem, bool toHead = false) => ReplyAsync(HttpReplies.Failed(problem.Status, problem.Text, toHead));

    private async Task<bool> ReplyAsync(byte[] reply)
    {
        _deadline.Start(_options.Timeouts.Linger);
        await _client.Stream.WriteAsync(reply, _deadline.Token);
        return await EndAsync();
    }

    private async Task<bool> EndAsync()
    {
        await StreamEnds.DrainAsync(_client.Stream, _deadline, _options.Timeouts.Linger);
        return false;
    }

    private void Log(string host, int port, Verdict verdict) => _options.Log.Write(new EgressRecord
    {
        Time = _options.Clock.GetUtcNow(),
        Via = "http",
        Host = PrintableText.Escape(host.Length > HostName.MaxLength ? host[..HostName.MaxLength] : host),
        Port = port,
        Allowed = false,
        Rule = verdict.Rule,
        Reason = verdict.Reason,
        Remedy = verdict.Remedy,
    });
}
