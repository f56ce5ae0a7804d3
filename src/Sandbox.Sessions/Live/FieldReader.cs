using System.Buffers.Binary;

namespace Sandbox.Sessions.Live;

/// <summary>Reads what <see cref="FieldWriter"/> wrote; every mistake is an exception.</summary>
/// <param name="bytes">All of it.</param>
public sealed class FieldReader(ReadOnlyMemory<byte> bytes)
{
    // More than execve takes.
    private const long MostItems = 65536;

    private ReadOnlyMemory<byte> _rest = bytes;

    public bool IsAtEnd => _rest.IsEmpty;

    /// <exception cref="InvalidDataException">There is no such field.</exception>
    public byte[] Bytes()
    {
        int length = _rest.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(_rest.Span);
        if (length < 0 || length > _rest.Length - sizeof(int))
        {
            throw Malformed();
        }

        byte[] value = _rest.Slice(sizeof(int), length).ToArray();
        _rest = _rest[(sizeof(int) + length)..];
        return value;
    }

    /// <inheritdoc cref="Bytes"/>
    public string Text() => Linux.Files.ByteText.Decode(Bytes());

    /// <inheritdoc cref="Bytes"/>
    public long Number() => Bytes() is { Length: sizeof(long) } value ? BinaryPrimitives.ReadInt64LittleEndian(value) : throw Malformed();

    /// <inheritdoc cref="Bytes"/>
    public IReadOnlyList<string> Texts()
    {
        string[] values = new string[Count()];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Text();
        }

        return values;
    }

    /// <inheritdoc cref="Bytes"/>
    public IReadOnlyList<byte[]> Lists()
    {
        byte[][] values = new byte[Count()][];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Bytes();
        }

        return values;
    }

    private long Count() => Number() is >= 0 and <= MostItems and long count ? count : throw Malformed();

    private static InvalidDataException Malformed() => new("a message of another program, or cut");
}
