using System.Globalization;
using System.Text;

namespace Sandbox.Egress.Http;

/// <summary>One body as a stream of its bytes, taken off the connection up to its end and not a byte further.</summary>
internal sealed class MessageBody(MessageReader reader, BodyFraming framing) : Stream
{
    private long _left = framing.Kind == BodyKind.Length ? framing.Length : 0;
    private bool _begun;

    /// <summary>Everything has been read, so that the next message can follow.</summary>
    public bool Complete { get; private set; } = framing.IsEmpty;

    public BodyFraming Framing => framing;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="HttpMessageException">The framing is broken, or the connection ended before the body did.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Complete || buffer.IsEmpty)
        {
            return 0;
        }

        if (framing.Kind == BodyKind.UntilClose)
        {
            int some = await reader.ReadAsync(buffer, cancellationToken);
            Complete = some == 0;
            return some;
        }

        if (framing.Kind == BodyKind.Chunked && _left == 0 && !await NextChunkAsync(cancellationToken))
        {
            Complete = true;
            return 0;
        }

        int count = await reader.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
        if (count == 0)
        {
            throw HttpMessageException.Bad("the connection ended inside a body");
        }

        _left -= count;
        Complete = framing.Kind == BodyKind.Length && _left == 0;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask<bool> NextChunkAsync(CancellationToken cancellation)
    {
        if (_begun && !(await reader.ReadLineAsync(limit: 2, cancellation)).IsEmpty)
        {
            throw HttpMessageException.Bad("a chunk that is longer than its size");
        }

        _begun = true;
        _left = Size((await reader.ReadLineAsync(HttpLimits.ChunkLine, cancellation)).Span);
        if (_left == 0)
        {
            await SkipTrailerAsync(cancellation);
        }

        return _left > 0;
    }

    // Extensions mean nothing to anyone and are dropped; what could hide a line end is refused with them.
    private static long Size(ReadOnlySpan<byte> line)
    {
        int end = line.IndexOf((byte)';');
        ReadOnlySpan<byte> digits = end < 0 ? line : line[..end];
        bool fine = digits.Length is > 0 and <= HttpLimits.ChunkDigits && HeadSyntax.IsText(line);
        foreach (byte digit in digits)
        {
            fine &= char.IsAsciiHexDigit((char)digit);
        }

        return fine
            ? long.Parse(Encoding.ASCII.GetString(digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : throw HttpMessageException.Bad("a chunk size that is not a hexadecimal number");
    }

    // Trailer fields would be read as header fields by some and as none by others: they end here.
    private async ValueTask SkipTrailerAsync(CancellationToken cancellation)
    {
        int room = HttpLimits.Trailer;
        while (await reader.ReadLineAsync(room, cancellation) is { IsEmpty: false } line)
        {
            int colon = line.Span.IndexOf((byte)':');
            room -= line.Length + 2;
            if (room <= 2 || colon < 0 || !HeadSyntax.IsToken(line.Span[..colon]) || !HeadSyntax.IsText(line.Span[colon..]))
            {
                throw HttpMessageException.Bad("a trailer that is too long or not made of header fields");
            }
        }
    }
}
