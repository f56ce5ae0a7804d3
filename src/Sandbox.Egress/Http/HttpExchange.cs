namespace Sandbox.Egress.Http;

/// <summary>One request passed to a server and its answer passed back, both bodies at the same time.</summary>
internal sealed class HttpExchange : IDisposable
{
    private const int MostInterim = 16;

    private readonly RequestHead _head;
    private readonly UpstreamConnection _upstream;
    private readonly Wire _client;
    private readonly HttpTimeouts _timeouts;
    private readonly CancellationTokenSource _end;
    private readonly Deadline _up;
    private readonly Deadline _down;
    private readonly string? _upgrade;
    private HttpProblem? _clientProblem;
    private bool _uploaded;

    public HttpExchange(RequestHead head, UpstreamConnection upstream, Wire client, HttpTimeouts timeouts, CancellationToken cancellation)
    {
        _head = head;
        _upstream = upstream;
        _client = client;
        _timeouts = timeouts;
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _up = new Deadline(_end.Token);
        _down = new Deadline(_end.Token);
        _upgrade = HopByHop.Upgrade(head);
    }

    private string Destination => Authority.Full(_upstream.Host, _upstream.Port);

    /// <exception cref="IOException">One side broke after the answer had begun: the other must not take it for complete.</exception>
    /// <exception cref="OperationCanceledException">Likewise, by silence or from outside.</exception>
    public async Task<ExchangeEnd> RunAsync()
    {
        if (!await TrySendHeadAsync())
        {
            return Broken();
        }

        if (_head.ExpectsContinue)
        {
            await _client.Stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), _up.Token);
        }

        Task upload = UploadAsync();
        ExchangeEnd end;
        try
        {
            end = await AnswerAsync();
        }
        finally
        {
            if (!upload.IsCompleted)
            {
                await _end.CancelAsync();
            }

            await upload;
        }

        return _clientProblem is null ? end : new ExchangeEnd { Failure = end.Failure is null ? null : _clientProblem };
    }

    public void Dispose()
    {
        _up.Dispose();
        _down.Dispose();
        _end.Dispose();
    }

    private async Task<bool> TrySendHeadAsync()
    {
        HeadWriter writer = HeadWriter.Request(_head.Method, _head.Target.Path).Field("Host", Authority.Format(_upstream.Host, _upstream.Port))
            .Fields(HopByHop.Without(_head.Fields)).Framing(_head.Body);
        if (_upgrade is not null)
        {
            writer.Field("Connection", "Upgrade").Field("Upgrade", _upgrade);
        }

        byte[] bytes = writer.ToBytes();
        try
        {
            _up.Start(_timeouts.Body);
            await _upstream.Wire.Stream.WriteAsync(bytes, _up.Token);
            _up.Stop();
            _upstream.Sent += bytes.Length;
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Never throws: the answer decides what becomes of the exchange.
    private async Task UploadAsync()
    {
        using MessageBody body = new(_client.Reader, _head.Body);
        try
        {
            await BodyCopy.RunAsync(body, _upstream.Wire.Stream, _head.Body.Kind == BodyKind.Chunked, _up, _timeouts.Body, n => _upstream.Sent += n);
            Volatile.Write(ref _uploaded, true);
        }
        catch (HttpMessageException e)
        {
            // The server must not see a body that looks complete.
            _clientProblem = e.Problem;
            StreamEnds.Reset(_upstream.Wire.Stream);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            if (_up.Expired)
            {
                _clientProblem = new HttpProblem(408, "the request body came too slowly");
                StreamEnds.Reset(_upstream.Wire.Stream);
            }
        }
    }

    private async Task<ExchangeEnd> AnswerAsync()
    {
        for (int interim = 0; interim <= MostInterim; interim++)
        {
            HeadRead read;
            try
            {
                read = await _upstream.Wire.Reader.ReadHeadAsync(_down, _timeouts.Response, _timeouts.Head);
            }
            catch (OperationCanceledException) when (_down.Expired)
            {
                return Failed(504, $"{Destination} did not answer in time");
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                return Broken();
            }

            if (read.Ended)
            {
                return Broken();
            }

            if (read.Problem is { } unread || !ResponseHeadParser.TryParse(read.Bytes.Span, out ResponseHead? response, out unread))
            {
                return Failed(502, $"{Destination} gave an answer that is not HTTP/1.1: {unread.Text}");
            }

            _upstream.Received += read.Bytes.Length;
            if (!response.IsInterim)
            {
                return await PassOnAsync(response);
            }

            if (response.Status == 101)
            {
                return _upgrade is null ? Failed(502, $"{Destination} changed the protocol unasked") : await SwitchAsync(response);
            }

            // 100 was given by us, where it was asked for.
            if (response.Status != 100 && _head.Minor == 1)
            {
                await WriteAsync(HeadWriter.Response(response.Status, response.Reason).Fields(Passed(response)));
            }
        }

        return Failed(502, $"{Destination} gave more than {MostInterim} interim answers");
    }

    private async Task<ExchangeEnd> PassOnAsync(ResponseHead response)
    {
        BodyFraming framing = response.Body(_head.IsHead);
        bool chunked = framing.Kind == BodyKind.Chunked && _head.Minor == 1;
        bool keep = _head.KeepAlive && Volatile.Read(ref _uploaded) && (chunked || framing.Kind is BodyKind.None or BodyKind.Length);
        HeadWriter writer = HeadWriter.Response(response.Status, response.Reason).Fields(Passed(response));
        if (_head.Minor == 1 || framing.Kind != BodyKind.Chunked)
        {
            writer.Framing(response.Status == 204 ? BodyFraming.None : response.Stated ?? BodyFraming.None);
        }

        await WriteAsync(keep ? writer : writer.Field("Connection", "close"));
        using MessageBody body = new(_upstream.Wire.Reader, framing);
        await BodyCopy.RunAsync(body, _client.Stream, chunked, _down, _timeouts.Body, n => _upstream.Received += n);

        // Bytes that nobody asked for would be read as the answer to the next request.
        bool clean = body.Complete && framing.Kind != BodyKind.UntilClose && _upstream.Wire.Reader.Buffered.IsEmpty;
        _upstream.Used = true;
        return new ExchangeEnd(keep, KeepUpstream: keep && clean && response.KeepAlive);
    }

    private async Task<ExchangeEnd> SwitchAsync(ResponseHead response)
    {
        await WriteAsync(HeadWriter.Response(101, response.Reason).Fields(Passed(response)).Field("Connection", "Upgrade").Field("Upgrade", response.Fields.First("Upgrade") ?? _upgrade!));
        await StreamRelay.RunAsync(_client, _upstream.Wire, n => _upstream.Sent += n, n => _upstream.Received += n, _end.Token);
        return default;
    }

    private async Task WriteAsync(HeadWriter head)
    {
        _down.Start(_timeouts.Body);
        await _client.Stream.WriteAsync(head.ToBytes(), _down.Token);
        _down.Stop();
    }

    private static IEnumerable<HeaderField> Passed(ResponseHead response) => HopByHop.Without(response.Fields).Where(f => !f.Is(HttpReplies.Mark));

    private ExchangeEnd Broken() => Failed(502, $"{Destination} closed the connection without an answer") with
    {
        Stale = _upstream.Used && _head.Body.IsEmpty && _head.Method is "GET" or "HEAD" or "OPTIONS",
    };

    private static ExchangeEnd Failed(int status, string text) => new() { Failure = new HttpProblem(status, text) };
}
