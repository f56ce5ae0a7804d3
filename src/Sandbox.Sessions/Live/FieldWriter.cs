using System.Buffers.Binary;

namespace Sandbox.Sessions.Live;

/// <summary>Fields one after another: a 32-bit little-endian length and that many bytes. A list is its count as a number, then its fields.</summary>
public sealed class FieldWriter
{
    private readonly List<byte> _bytes = [];

    public FieldWriter Bytes(ReadOnlySpan<byte> value)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, value.Length);
        _bytes.AddRange(length);
        _bytes.AddRange(value);
        return this;
    }

    public FieldWriter Text(string value) => Bytes(Linux.Files.ByteText.Encode(value));

    public FieldWriter Number(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Bytes(bytes);
    }

    public FieldWriter Texts(IReadOnlyList<string> values)
    {
        _ = Number(values.Count);
        foreach (string value in values)
        {
            _ = Text(value);
        }

        return this;
    }

    public FieldWriter Lists(IReadOnlyList<byte[]> values)
    {
        _ = Number(values.Count);
        foreach (byte[] value in values)
        {
            _ = Bytes(value);
        }

        return this;
    }

    public byte[] Finish() => [.. _bytes];
}
