using System.Buffers.Binary;

namespace Sandbox.Core.Git;

/// <summary>The entries of an index, one after another. Bytes that are none end it and set <see cref="IsBroken"/>.</summary>
internal ref struct GitIndexReader
{
    private const int StatLength = 40;
    private const int LongestPath = 4096;
    private const ushort Extended = 0x4000;
    private const uint KindMask = 0xF000;
    private const uint Submodule = 0xE000;
    private const uint AssumeUnchanged = 0x8000;
    private const uint SkipWorkTree = 0x4000_0000;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _hashLength;
    private readonly uint _version;
    private readonly byte[] _path = new byte[LongestPath];
    private uint _left;
    private int _pathLength;

    public GitIndexReader(ReadOnlySpan<byte> bytes, int hashLength)
    {
        _bytes = bytes[..^hashLength];
        _hashLength = hashLength;
        _version = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        _left = BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]);
        Position = 12;
    }

    /// <summary>Where the next entry or the first extension begins.</summary>
    public int Position { get; private set; }

    public bool IsBroken { get; private set; }

    public readonly ReadOnlySpan<byte> Path => _path.AsSpan(0, _pathLength);

    /// <summary>The name of the object.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    public uint Mode { get; private set; }

    /// <summary>Stage and the bits that users set; not the length of the name.</summary>
    public uint Flags { get; private set; }

    /// <summary>A directory that stands for all that is in it, with a slash at its end (sparse index).</summary>
    public readonly bool IsDirectory => (Mode & KindMask) == 0x4000;

    public readonly bool IsSubmodule => (Mode & KindMask) == Submodule;

    /// <summary>git takes it for unchanged without looking.</summary>
    public readonly bool IsHidden => (Flags & (AssumeUnchanged | SkipWorkTree)) != 0 && !IsDirectory;

    /// <summary>A file, a symbolic link, a submodule, or a directory.</summary>
    public readonly bool IsKnownKind => (Mode & KindMask) is 0x8000 or 0xA000 or Submodule || IsDirectory;

    public bool MoveNext()
    {
        if (_left == 0 || IsBroken)
        {
            return false;
        }

        _left--;
        IsBroken = !Read();
        return !IsBroken;
    }

    private bool Read()
    {
        int start = Position;
        int at = start + StatLength + _hashLength;
        if (at + 2 > _bytes.Length)
        {
            return false;
        }

        Mode = BinaryPrimitives.ReadUInt32BigEndian(_bytes[(start + 24)..]);
        Content = _bytes.Slice(start + StatLength, _hashLength);
        ushort flags = BinaryPrimitives.ReadUInt16BigEndian(_bytes[at..]);
        at += 2;
        uint extended = 0;
        if ((flags & Extended) != 0)
        {
            if (at + 2 > _bytes.Length || _version < 3)
            {
                return false;
            }

            extended = BinaryPrimitives.ReadUInt16BigEndian(_bytes[at..]);
            at += 2;
        }

        Flags = (flags & 0xB000u) | (extended << 16);
        return _version == 4 ? ReadShortened(at) : ReadPadded(start, at);
    }

    private bool ReadPadded(int start, int at)
    {
        int length = _bytes[at..].IndexOf((byte)0);
        if (length is < 0 or > LongestPath)
        {
            return false;
        }

        _bytes.Slice(at, length).CopyTo(_path);
        _pathLength = length;
        Position = start + ((at - start + length + 8) & ~7);
        return Position <= _bytes.Length;
    }

    // Version 4: how much of the end of the path before to take away, and what to put there.
    private bool ReadShortened(int at)
    {
        long remove = 0;
        while (true)
        {
            if (at >= _bytes.Length || remove > LongestPath)
            {
                return false;
            }

            byte next = _bytes[at++];
            remove = (remove << 7) | (uint)(next & 0x7F);
            if ((next & 0x80) == 0)
            {
                break;
            }

            remove++;
        }

        int length = _bytes[at..].IndexOf((byte)0);
        if (length < 0 || remove > _pathLength || _pathLength - remove + length > LongestPath)
        {
            return false;
        }

        int kept = _pathLength - (int)remove;
        _bytes.Slice(at, length).CopyTo(_path.AsSpan(kept));
        _pathLength = kept + length;
        Position = at + length + 1;
        return true;
    }
}
