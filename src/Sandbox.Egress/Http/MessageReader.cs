namespace Sandbox.Egress.Http;

/// <summary>
/// Reads messages off one connection with a buffer that never outgrows one head. What follows a message stays in the buffer until it is
/// asked for.
/// </summary>
internal sealed class MessageReader
{
    private const int FirstSize = 4 * 1024;

    private readonly Stream _stream;
    private byte[] _buffer;
    private int _start;
    private int _end;

    /// <param name="stream">Not owned.</param>
    /// <param name="already">Bytes that were read off it before; taken over.</param>
    public MessageReader(Stream stream, ReadOnlyMemory<byte> already = default)
    {
        _stream = stream;
        _buffer = new byte[Math.Max(FirstSize, already.Length)];
        already.CopyTo(_buffer);
        _end = already.Length;
    }

    /// <summary>Bytes that have come and were not consumed; valid until the next read.</summary>
    public ReadOnlyMemory<byte> Buffered => _buffer.AsMemory(_start, _end - _start);

    /// <summary>Hands the buffered bytes to whoever takes the connection over.</summary>
    public byte[] TakeBuffered()
    {
        byte[] taken = Buffered.ToArray();
        _start = _end;
        return taken;
    }

    /// <summary>Reads one head. Lines that end in a bare LF are refused as soon as they are seen.</summary>
    /// <param name="deadline">Started with <paramref name="idle"/>, and with <paramref name="whole"/> once something has come.</param>
    /// <param name="idle">Limit for the first byte.</param>
    /// <param name="whole">Limit for the rest.</param>
    /// <exception cref="OperationCanceledException">Too slow, or cancelled from outside.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask<HeadRead> ReadHeadAsync(Deadline deadline, TimeSpan idle, TimeSpan whole)
    {
        int seen = 0;
        bool begun = false;
        while (true)
        {
            HeadRead? found = Scan(ref seen);
            if (found is { } read)
            {
                deadline.Stop();
                return read;
            }

            if (!begun)
            {
                begun = _end > _start;
                deadline.Start(begun ? whole : idle);
            }

            if (await FillAsync(deadline.Token) == 0)
            {
                deadline.Stop();
                return _end == _start ? default : new HeadRead(default, HttpProblem.Bad("the connection ended inside a head"));
            }
        }
    }

    /// <summary>Reads body bytes: the buffered first, then straight off the connection.</summary>
    /// <returns>0 at the end of the connection.</returns>
    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellation)
    {
        if (_end == _start)
        {
            return await _stream.ReadAsync(destination, cancellation);
        }

        int count = Math.Min(destination.Length, _end - _start);
        Buffered[..count].CopyTo(destination);
        _start += count;
        return count;
    }

    /// <summary>Reads a line that ends in CR LF, of at most <paramref name="limit"/> bytes; without its end.</summary>
    /// <exception cref="HttpMessageException">It has another end, none, or is too long.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadLineAsync(int limit, CancellationToken cancellation)
    {
        while (true)
        {
            ReadOnlyMemory<byte> buffered = Buffered;
            int end = buffered.Span.IndexOf((byte)'\n');
            if (end > limit || (end < 0 && buffered.Length > limit))
            {
                throw HttpMessageException.Bad("a line of a chunked body that is too long");
            }

            if (end >= 0)
            {
                if (end == 0 || buffered.Span[end - 1] != '\r')
                {
                    throw HttpMessageException.Bad("a line of a chunked body that ends in a bare LF");
                }

                _start += end + 1;
                return buffered[..(end - 1)];
            }

            if (await FillAsync(cancellation) == 0)
            {
                throw HttpMessageException.Bad("the connection ended inside a chunked body");
            }
        }
    }

    /// <summary>Waits for more bytes, which stay buffered. For noticing that a peer has gone.</summary>
    /// <returns>False at the end of the connection.</returns>
    public async Task<bool> WaitAsync(CancellationToken cancellation) => await FillAsync(cancellation) > 0;

    private HeadRead? Scan(ref int seen)
    {
        ReadOnlySpan<byte> bytes = Buffered.Span;
        while (bytes[seen..].IndexOf((byte)'\n') is var found and >= 0)
        {
            int at = seen + found;
            if (at == 0 || bytes[at - 1] != '\r')
            {
                return new HeadRead(default, HttpProblem.Bad("a line of the head ends in a bare LF"));
            }

            // The empty line: CR LF right after CR LF, or at the very beginning (which no request line can be).
            if (at == 1 || (at >= 3 && bytes[at - 2] == '\n'))
            {
                ReadOnlyMemory<byte> head = Buffered[..(at + 1)];
                _start += at + 1;
                return at + 1 > HttpLimits.Head ? TooLarge() : new HeadRead(head);
            }

            seen = at + 1;
        }

        return bytes.Length >= HttpLimits.Head ? TooLarge() : null;
    }

    private static HeadRead TooLarge() => new(default, HttpProblem.TooLarge($"a head of more than {HttpLimits.Head} bytes"));

    private async ValueTask<int> FillAsync(CancellationToken cancellation)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            MakeRoom();
        }

        int count = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _end += count;
        return count;
    }

    private void MakeRoom()
    {
        byte[] target = _start > 0 ? _buffer : new byte[_buffer.Length * 2];
        Buffer.BlockCopy(_buffer, _start, target, 0, _end - _start);
        _buffer = target;
        _end -= _start;
        _start = 0;
    }
}
