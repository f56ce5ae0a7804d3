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

    /// <summary>Takes what has happened: the watches, each once; -1 among them when events were lost.</summary>
    public IReadOnlyList<int> Take()
    {
        List<int> watches = [];
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
                return watches;
            }

            for (int at = 0; at + HeaderLength <= count; at += HeaderLength + BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at + 12)))
            {
                int watch = BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at));
                if (!watches.Contains(watch))
                {
                    watches.Add(watch);
                }
            }

            if (count < buffer.Length / 2)
            {
                return watches;
            }
        }
    }

    public void Dispose() => Descriptor.Dispose();
}
