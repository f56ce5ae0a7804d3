using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sandbox.Linux.Files;

namespace Sandbox.Backends.Native;

/// <summary>Lays out the executor's plan: tables at multiples of 8, then strings and data, a NUL at the very end.</summary>
internal sealed class PlanWriter
{
    private readonly List<byte> _bytes = [];
    private readonly Dictionary<string, uint> _strings = new(StringComparer.Ordinal);

    public uint Length => (uint)_bytes.Count;

    /// <summary>Room for one value, to be filled by <see cref="Set{T}"/>.</summary>
    public uint Reserve<T>(int count = 1)
        where T : unmanaged
    {
        Align();
        uint offset = Length;
        _bytes.AddRange(new byte[count * Unsafe.SizeOf<T>()]);
        return offset;
    }

    public void Set<T>(uint offset, T value, int index = 0)
        where T : unmanaged =>
        MemoryMarshal.Write(CollectionsMarshal.AsSpan(_bytes)[((int)offset + (index * Unsafe.SizeOf<T>()))..], in value);

    /// <summary>Offset of a NUL-terminated string; the same text is stored once.</summary>
    public uint Text(string text)
    {
        if (!_strings.TryGetValue(text, out uint offset))
        {
            offset = Data(ByteText.EncodeZ(text));
            _strings.Add(text, offset);
        }

        return offset;
    }

    public uint Data(ReadOnlySpan<byte> data)
    {
        uint offset = Length;
        _bytes.AddRange(data);
        return offset;
    }

    public uint Aligned(ReadOnlySpan<byte> data)
    {
        Align();
        return Data(data);
    }

    /// <summary>A table of string offsets ended by 0.</summary>
    public uint Table(IReadOnlyList<uint> offsets)
    {
        uint table = Reserve<ulong>(offsets.Count + 1);
        for (int i = 0; i < offsets.Count; i++)
        {
            Set<ulong>(table, offsets[i], i);
        }

        return table;
    }

    public byte[] Finish()
    {
        _bytes.Add(0);
        return [.. _bytes];
    }

    private void Align()
    {
        while ((_bytes.Count & 7) != 0)
        {
            _bytes.Add(0);
        }
    }
}
