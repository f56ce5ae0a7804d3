using System.Buffers;
using System.Net.Sockets;
using Sandbox.Egress.Connections;
using Sandbox.Egress.Tls;

namespace Sandbox.Egress.Tunnels;

/// <summary>
/// Reads as much of a client as is needed to tell what it speaks, and no more than 20 KiB. Holds no memory until the first byte
/// is there. Dispose it after the last use of the bytes.
/// </summary>
/// <remarks>
/// A few letters can be the start of an HTTP request or all that another protocol says before it waits. Once a client has been quiet
/// after such letters they are passed on, and the line is watched further: a request that is then completed is refused, and the server
/// has seen no Host of it.
/// </remarks>
internal sealed class PrefaceReader : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);

    private readonly Socket _client;
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _time = new();
    private Socket? _upstream;
    private ConnectionSlot? _slot;
    private byte[]? _buffer;
    private int _length;

    /// <param name="client">Read from; owned by the caller.</param>
    /// <param name="already">Bytes of the client that have been read before; they come first.</param>
    /// <param name="limit">From the first byte to the end of the ClientHello or of the request line.</param>
    public PrefaceReader(Socket client, ReadOnlyMemory<byte> already, TimeSpan limit)
    {
        _client = client;
        _limit = limit;
        if (already.Length > 0)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(TlsClientHello.LargestInput, already.Length));
            already.CopyTo(_buffer);
            _length = already.Length;
        }
    }

    /// <summary>Bytes that have been passed on already.</summary>
    public int Released { get; private set; }

    /// <summary>Where undecided letters go when their client is quiet; that ends its handshake.</summary>
    public void ReleaseTo(Socket upstream, ConnectionSlot slot)
    {
        _slot = slot;
        Volatile.Write(ref _upstream, upstream);
    }

    /// <summary>From now on the first byte may take only so long. Without this it may take for ever.</summary>
    public void LimitWait(TimeSpan limit) => _time.CancelAfter(limit);

    /// <summary>Waits for the first byte, then at most the limit for the rest.</summary>
    /// <exception cref="SocketException">The client reset the connection.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<Preface> ReadAsync(CancellationToken cancellation)
    {
        if (_length > 0 && Judge(out _) is { } preface)
        {
            return preface;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _time.Token);
        try
        {
            if (_buffer is null)
            {
                await _client.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, ended.Token);
                _buffer = ArrayPool<byte>.Shared.Rent(TlsClientHello.LargestInput);
            }

            return await ReadRestAsync(_buffer, ended.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Bad(_length == 0 ? "the client said nothing in time" : "first message not complete in time");
        }
    }

    public void Dispose()
    {
        _time.Dispose();
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<Preface> ReadRestAsync(byte[] buffer, CancellationToken cancellation)
    {
        int needed = 0;
        while (_length < buffer.Length)
        {
            int count = await ReceiveAsync(buffer, cancellation);
            if (count == 0)
            {
                // A line without an end is no request: there is no Host in it.
                return _length == 0 ? new() { Kind = PrefaceKind.Nothing }
                    : TlsClientHello.MayBe(buffer.AsSpan(0, _length)) ? Bad("ClientHello without an end") : As(PrefaceKind.Other);
            }

            _length += count;
            if (_length >= needed && Judge(out needed) is { } preface)
            {
                return preface;
            }

            if (_length == count)
            {
                _time.CancelAfter(_limit);
            }
        }

        return Bad("first message too long");
    }

    private async ValueTask<int> ReceiveAsync(byte[] buffer, CancellationToken cancellation)
    {
        ValueTask<int> receiving = _client.ReceiveAsync(buffer.AsMemory(_length), SocketFlags.None, cancellation);
        if (receiving.IsCompleted || _length == 0 || TlsClientHello.MayBe(buffer.AsSpan(0, _length)))
        {
            return await receiving;
        }

        Task<int> more = receiving.AsTask();
        while (Released < _length && (Released > 0 || await Task.WhenAny(more, Task.Delay(Quiet, cancellation)) != more) && !more.IsCompleted)
        {
            await ReleaseAsync(buffer);
        }

        return await more;
    }

    private async Task ReleaseAsync(byte[] buffer)
    {
        if (Volatile.Read(ref _upstream) is not { } upstream)
        {
            return;
        }

        _slot!.Establish();
        _time.CancelAfter(Timeout.Infinite);
        int from = Released;
        Released = _length;
        try
        {
            await upstream.SendAllAsync(buffer.AsMemory(from, _length - from), CancellationToken.None);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Whoever reads the server sees the same, and ends both.
        }
    }

    private Preface? Judge(out int needed) => PrefaceLook.At(_buffer.AsMemory(0, _length), out needed) switch
    {
        { Kind: PrefaceKind.Http } when Released > 0 => Bad("HTTP request in pieces"),
        { Kind: PrefaceKind.Other } => As(PrefaceKind.Other),
        var preface => preface,
    };

    private Preface As(PrefaceKind kind) => new() { Kind = kind, Bytes = _buffer.AsMemory(Released, _length - Released) };

    private static Preface Bad(string problem) => new() { Kind = PrefaceKind.Bad, Problem = problem };
}
