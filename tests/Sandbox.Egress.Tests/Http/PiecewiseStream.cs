using System.Text;

namespace Sandbox.Egress.Tests.Http;

/// <summary>Gives a text in pieces of at most so many bytes.</summary>
internal sealed class PiecewiseStream(byte[] bytes, int piece) : MemoryStream(bytes)
{
    public PiecewiseStream(string text, int piece)
        : this(Encoding.Latin1.GetBytes(text), piece)
    {
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
}
