using System.Buffers.Binary;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Files;

/// <summary>Entries of an open directory as the kernel hands them out, many at a time; "." and ".." are left out.</summary>
public ref struct DirectoryEntryReader
{
    private const int HeaderLength = 19;
    private readonly int _directory;
    private readonly Span<byte> _buffer;
    private int _at;
    private int _end;

    internal DirectoryEntryReader(int directory, Span<byte> buffer)
    {
        _directory = directory;
        _buffer = buffer;
    }

    /// <summary>Its bytes, valid until the next call.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    public EntryKind Kind { get; private set; }

    public bool MoveNext()
    {
        while (true)
        {
            if (_at >= _end && !Fill())
            {
                return false;
            }

            ReadOnlySpan<byte> entry = _buffer[_at.._end];
            int length = BinaryPrimitives.ReadUInt16LittleEndian(entry[16..]);
            Kind = (EntryKind)entry[18];
            ReadOnlySpan<byte> name = entry[HeaderLength..length];
            Name = name[..name.IndexOf((byte)0)];
            _at += length;
            if (!Name.SequenceEqual("."u8) && !Name.SequenceEqual(".."u8))
            {
                return true;
            }
        }
    }

    private unsafe bool Fill()
    {
        fixed (byte* start = _buffer)
        {
            _at = 0;
            _end = (int)Math.Max(0, Libc.syscall(Libc.SYS_getdents64, _directory, (long)start, _buffer.Length, 0));
            return _end > 0;
        }
    }
}
