using System.Buffers.Binary;
using System.IO.Compression;

namespace Sandbox.Integration.Tests;

/// <summary>Enough of PNG to look at a screenshot: 8 bits a channel, RGB or RGBA, not interlaced.</summary>
internal sealed class Png
{
    private const int HeaderLength = 8;
    private readonly byte[] _pixels;
    private readonly int _channels;

    public Png(byte[] file)
    {
        Assert.Equal("\x89PNG\r\n\x1a\n"u8.ToArray()[2..], file[1..HeaderLength]);
        using MemoryStream compressed = new();
        for (int at = HeaderLength; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            ReadOnlySpan<byte> type = file.AsSpan(at + 4, 4);
            ReadOnlySpan<byte> data = file.AsSpan(at + 8, length);
            if (type.SequenceEqual("IHDR"u8))
            {
                Width = BinaryPrimitives.ReadInt32BigEndian(data);
                Height = BinaryPrimitives.ReadInt32BigEndian(data[4..]);
                Assert.Equal((8, 0), (data[8], data[12]));
                _channels = data[9] == 6 ? 4 : data[9] == 2 ? 3 : throw new TestFailureException($"colour type {data[9]}");
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                compressed.Write(data);
            }

            at += length + 12;
        }

        compressed.Position = 0;
        using ZLibStream inflated = new(compressed, CompressionMode.Decompress);
        byte[] rows = new byte[Height * ((Width * _channels) + 1)];
        inflated.ReadExactly(rows);
        _pixels = Unfilter(rows);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>RRGGBB.</summary>
    public string this[int x, int y] => Convert.ToHexStringLower(_pixels.AsSpan(((y * Width) + x) * _channels, 3));

    private byte[] Unfilter(byte[] rows)
    {
        int stride = Width * _channels;
        byte[] pixels = new byte[Height * stride];
        for (int y = 0; y < Height; y++)
        {
            int filter = rows[y * (stride + 1)];
            for (int i = 0; i < stride; i++)
            {
                int left = i >= _channels ? pixels[(y * stride) + i - _channels] : 0;
                int up = y > 0 ? pixels[((y - 1) * stride) + i] : 0;
                int corner = y > 0 && i >= _channels ? pixels[((y - 1) * stride) + i - _channels] : 0;
                int predicted = filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => Paeth(left, up, corner) };
                pixels[(y * stride) + i] = (byte)(rows[(y * (stride + 1)) + 1 + i] + predicted);
            }
        }

        return pixels;
    }

    private static int Paeth(int left, int up, int corner)
    {
        int estimate = left + up - corner;
        (int a, int b, int c) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }
}
