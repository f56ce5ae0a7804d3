using System.Buffers.Binary;

namespace Sandbox.Egress.Tls;

/// <summary>Reads TLS's numbers and vectors off the front of some bytes; false, and nothing taken, when there are too few.</summary>
internal ref struct TlsReader
{
    private ReadOnlySpan<byte> _rest;

    public TlsReader(ReadOnlySpan<byte> bytes)
    {
        _rest = bytes;
    }

    public readonly bool IsEmpty => _rest.IsEmpty;

    public bool TryU8(out byte value)
    {
        bool there = TryBytes(1, out ReadOnlySpan<byte> bytes);
        value = there ? bytes[0] : default;
        return there;
    }

    public bool TryU16(out ushort value)
    {
        bool there = TryBytes(2, out ReadOnlySpan<byte> bytes);
        value = there ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : default;
        return there;
    }

    /// <summary>A vector with one byte of length.</summary>
    public bool TryVector8(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        return TryU8(out byte length) && TryBytes(length, out bytes);
    }

    /// <summary>A vector with two bytes of length.</summary>
    public bool TryVector16(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        return TryU16(out ushort length) && TryBytes(length, out bytes);
    }

    public bool TryBytes(int count, out ReadOnlySpan<byte> bytes)
    {
        bool there = _rest.Length >= count;
        bytes = there ? _rest[..count] : default;
        _rest = there ? _rest[count..] : _rest;
        return there;
    }
}
