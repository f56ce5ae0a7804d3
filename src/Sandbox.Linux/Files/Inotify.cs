using System.Buffers.Binary;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Files;

/// <summary>inotify(7): tells that names in watched directories were made or replaced. Which ones is for the caller to look at.</summary>
public sealed unsafe class Inotify : IDisposable
{
    private const int HeaderLength = 16;

    private Inotify(Descriptor descriptor) => Descriptor = descriptor;

    /// <summary>Readable when something has happened.</summary>
    public Descriptor Descriptor { get; }

    /// <summary>Null when this user has no instances left.</summary>
    public static Inotify? Create()
    {
        int number = Libc.inotify_init1(Libc.IN_CLOEXEC | Libc.IN_NONBLOCK);
        return number < 0 ? null : new Inotify(new Descriptor(number));
    }

    /// <summary>Names that appear in the directory, by creation or by rename; its watch, or -1.</summary>
    public int Watch(DirectoryHandle directory)
    {
        fixed (byte* path = ByteText.EncodeZ(directory.Path + "/."))
        {
            return Libc.inotify_add_watch(Descriptor.Number, path, Libc.IN_CREATE | Libc.IN_MOVED_TO | Libc.IN_ONLYDIR | Libc.IN_EXCL_UNLINK);
        }
    }

    /// <summary>Takes what has happened: the watches and the names in them, in order; -1 among the watches when events were lost.</summary>
    public IReadOnlyList<(int Watch, string Name)> Take()
    {
        List<(int Watch, string Name)> happened = [];
        byte[] buffer = new byte[16 * 1024];
        while (true)
        {
            int count;
            try
            {
                count = Descriptor.Read(buffer);
            }
            catch (IOException)
            {
                return happened;
            }

            for (int at = 0; at + HeaderLength <= count; at += HeaderLength + BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at + 12)))
            {
                ReadOnlySpan<byte> name = buffer.AsSpan(at + HeaderLength, BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at + 12)));
                happened.Add((BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at)), ByteText.Decode(name[..(name.IndexOf((byte)0) is >= 0 and int end ? end : name.Length)])));
            }

            if (count < buffer.Length / 2)
            {
                return happened;
            }
        }
    }

    public void Dispose() => Descriptor.Dispose();
}
