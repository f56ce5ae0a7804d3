using System.Buffers.Binary;
using Sandbox.Testing.Native;

namespace Sandbox.Testing;

/// <summary>Lists an open directory as raw names: a hostile tree may hold names that are not UTF-8.</summary>
internal static unsafe class DirectoryEntries
{
    private const int LengthOffset = 16;
    private const int NameOffset = 19;
    private const int BufferSize = 32768;

    /// <summary>The entries but <c>.</c> and <c>..</c>, each terminated by NUL.</summary>
    public static List<byte[]> Read(int directory, string shown)
    {
        List<byte[]> names = [];
        byte[] buffer = new byte[BufferSize];
        while (true)
        {
            nint count;
            fixed (byte* start = buffer)
            {
                count = Libc.getdents64(directory, start, BufferSize);
            }

            if (count < 0 && Libc.LastError() == Abi.ENOENT)
            {
                // Removed since it was opened.
                return names;
            }

            if (count < 0)
            {
                throw Libc.Failure($"cannot list {shown}", Libc.LastError());
            }

            if (count == 0)
            {
                return names;
            }

            Add(names, buffer.AsSpan(0, (int)count));
        }
    }

    private static void Add(List<byte[]> names, ReadOnlySpan<byte> records)
    {
        while (records.Length > 0)
        {
            ReadOnlySpan<byte> record = records[..BinaryPrimitives.ReadUInt16LittleEndian(records[LengthOffset..])];
            ReadOnlySpan<byte> name = record[NameOffset..];
            name = name[..(name.IndexOf((byte)0) + 1)];
            if (!name.SequenceEqual(".\0"u8) && !name.SequenceEqual("..\0"u8))
            {
                names.Add(name.ToArray());
            }

            records = records[record.Length..];
        }
    }
}
