using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Sandbox.Core.Diagnostics;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Broker;

/// <summary>One request through the broker.</summary>
internal sealed class BrokerExchange : IDisposable
{
    private readonly BrokerContext _context;
    private readonly RequestHead _head;
    private readonly Wire _client;
    private readonly Deadline _deadline;
    private readonly CancellationToken _cancellation;
    private byte[]? _kept;

    // What the log is told instead of what the sandbox is told.
    private string? _outcome;
    private long _sent;
    private long _received;

    public BrokerExchange(BrokerContext context, RequestHead head, Wire client, CancellationToken cancellation)
    {
        _context = context;
        _head = head;
        _client = client;
        _cancellation = cancellation;
        _deadline = new Deadline(cancellation);
    }

    private HttpTimeouts Timeouts => _context.Options.Timeouts;

    public void Dispose() => _deadline.Dispose();

    /// <returns>True when the client may send its next request; false when the connection has been answered and ends.</returns>
    /// <exception cref="IOException">The answer broke off: the client must not take it for complete.</exception>
    /// <exception cref="OperationCanceledException">Likewise, by silence or from outside.</exception>
    public async Task<bool> RunAsync()
    {
        (BrokerRoute route, string target) = Route();
        if (Refusal(route, target) is { } refusal)
        {
            return await RefuseAsync(route, refusal);
        }

        if (!await _context.Requests.WaitAsync(TimeSpan.Zero, _cancellation))
        {
            return await RefuseAsync(route, new HttpProblem(503, $"more than {_context.Options.MostRequests} requests at a time"));
        }

        try
        {
            return TryCredential(route, reload: false, out BrokerCredential? credential, out HttpProblem? problem)
                ? await WithBodyAsync(route, target, credential)
                : await RefuseAsync(route, problem);
        }
        finally
        {
            _context.Requests.Release();
        }
    }

    private (BrokerRoute Route, string Target) Route()
    {
        foreach (BrokerRoute route in _context.Routes)
        {
            if (route.Claim(_head) is { } target)
            {
                return (route, target);
            }
        }

        throw new InvalidOperationException("the last route claims everything");
    }

    private HttpProblem? Refusal(BrokerRoute route, string target)
    {
        if (_head.Target.Form != RequestForm.Origin)
        {
            return HttpProblem.Bad("the broker is asked with a path; it is no proxy");
        }

        (string path, string query) = SafePath.Split(target);
        return !SafePath.Check(path, route.EncodedSlashes) ? HttpProblem.Bad("a path that can be read in two ways")
            : !route.HasSentinel(_head.Fields) ? new HttpProblem(401, "the request does not carry this sandbox's own key; use the one in the environment, the real one stays outside")
            : !route.Allow(_head.Method, path, query) ? new HttpProblem(403, $"the credential is not lent for this method and path of {route.Upstream.Host}")
            : null;
    }

    private bool TryCredential(BrokerRoute route, bool reload, [NotNullWhen(true)] out BrokerCredential? credential, [NotNullWhen(false)] out HttpProblem? problem)
    {
        credential = null;
        string why = "there is none";
        try
        {
            credential = route.Credentials.Get(reload);
        }
        catch (SandboxException e)
        {
            why = e.Message;
        }

        if (credential is { Usable: false })
        {
            credential = null;
            why = "it is empty, too long or not one line of visible characters";
        }

        problem = credential is null ? new HttpProblem(401, "the credential outside the sandbox cannot be used; log in there again") : null;
        _outcome = credential is null ? $"no usable credential: {why}" : null;
        return credential is not null;
    }

    private async Task<bool> WithBodyAsync(BrokerRoute route, string target, BrokerCredential credential)
    {
        if (_head.ExpectsContinue)
        {
            await _client.Stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), _cancellation);
        }

        using MessageBody body = new(_client.Reader, _head.Body);
        if (_head.Body.Kind != BodyKind.Chunked && _context.Replay.TryTake(_head.Body.Length))
        {
            try
            {
                _kept = new byte[_head.Body.Length];
                return await KeepAsync(body, _kept) is { } problem
                    ? await RefuseAsync(route, problem)
                    : await SendAsync(route, target, credential, () => _head.Body.Kind == BodyKind.None ? null : new ReadOnlyMemoryContent(_kept), body);
            }
            finally
            {
                _context.Replay.Return(_head.Body.Length);
            }
        }

        using RelayedContent content = new(body, _deadline, Timeouts.Body, n => _sent += n);
        return await SendAsync(route, target, credential, () => content, body);
    }

    private async Task<HttpProblem?> KeepAsync(MessageBody body, byte[] kept)
    {
        try
        {
            for (int count = 0; count < kept.Length;)
            {
                _deadline.Start(Timeouts.Body);
                count += await body.ReadAsync(kept.AsMemory(count), _deadline.Token);
            }
        }
        catch (HttpMessageException e)
        {
            return e.Problem;
        }

        _deadline.Stop();
        _sent = kept.Length;
        return null;
    }

    private async Task<bool> SendAsync(BrokerRoute route, string target, BrokerCredential credential, Func<HttpContent?> content, MessageBody body)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        await using ClientWatch watch = new(_client.Reader, end);
        if (body.Complete)
        {
            watch.Start();
        }

        try
        {
            using BrokerAnswer answer = new(_context, route, _head, target, end.Token);
            if (await answer.AskAsync(credential, content) is { } failure)
            {
                return await RefuseAsync(route, failure, allowed: true);
            }

            // Only a body that was kept can be sent again, and only another credential can help.
            if (answer.Status == HttpStatusCode.Unauthorized && _kept is not null
                && TryCredential(route, reload: true, out BrokerCredential? fresh, out _) && !fresh.Secret.Matches(credential.Secret)
                && await answer.AskAsync(fresh, content) is { } second)
            {
                return await RefuseAsync(route, second, allowed: true);
            }

            if (body.Complete)
            {
                watch.Start();
            }

            bool keep = await answer.PassOnAsync(_client.Stream, _head.KeepAlive && body.Complete, n => _received += n);
            _context.Log(route, _head, ((int)answer.Status).ToString(CultureInfo.InvariantCulture), allowed: true, _sent, _received);
            return keep;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            _context.Log(route, _head, watch.Gone ? "the client hung up" : "the connection broke", allowed: true, _sent, _received);
            throw;
        }
    }

    private async Task<bool> RefuseAsync(BrokerRoute route, HttpProblem problem, bool allowed = false)
    {
        _context.Log(route, _head, _outcome ?? problem.Text, allowed, _sent, _received);
        _deadline.Start(Timeouts.Linger);
        await _client.Stream.WriteAsync(route.Reply(problem).ToBytes(_head.IsHead), _deadline.Token);
        await StreamEnds.DrainAsync(_client.Stream, _deadline, Timeouts.Linger);
        return false;
    }
}
