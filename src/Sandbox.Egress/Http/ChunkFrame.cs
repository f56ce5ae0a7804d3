using System.Globalization;
using System.Text;

namespace Sandbox.Egress.Http;

/// <summary>Makes a chunk around bytes that stand in a buffer with room before and after, so that it leaves in one write.</summary>
internal static class ChunkFrame
{
    /// <summary>Bytes before the data: the size and a line end.</summary>
    public const int Before = 10;

    /// <summary>Bytes after it: a line end.</summary>
    public const int After = 2;

    public static ReadOnlyMemory<byte> Last { get; } = "0\r\n\r\n"u8.ToArray();

    /// <param name="buffer">Holds the data at <see cref="Before"/>.</param>
    /// <param name="count">Of the data, at least 1: an empty chunk would be the last.</param>
    public static ReadOnlyMemory<byte> Around(byte[] buffer, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        string size = count.ToString("x", CultureInfo.InvariantCulture) + "\r\n";
        int start = Before - size.Length;
        _ = Encoding.ASCII.GetBytes(size, buffer.AsSpan(start));
        "\r\n"u8.CopyTo(buffer.AsSpan(Before + count));
        return buffer.AsMemory(start, size.Length + count + After);
    }
}
