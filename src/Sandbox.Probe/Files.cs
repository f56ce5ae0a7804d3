using Sandbox.Executor.Kernel;

namespace Sandbox.Probe;

/// <summary>Reading and writing small files.</summary>
internal static unsafe class Files
{
    public const int O_APPEND = 0x400;
    public const int O_TRUNC = 0x200;
    public const int O_NONBLOCK = 0x800;

    /// <summary>Bytes read, or -errno.</summary>
    public static long Read(long directory, byte* path, byte* into, long most)
    {
        long file = Sys.Openat(directory, path, C.O_RDONLY | C.O_CLOEXEC | O_NONBLOCK | C.O_NOCTTY);
        if (file < 0)
        {
            return file;
        }

        long n = Sys.Call(Nr.read, file, (long)into, most);
        long all = n <= 0 ? n : n + Script.ReadAll(file, into + n, most - n);
        Sys.Close(file);
        return all;
    }

    /// <summary>Bytes written, or -errno.</summary>
    public static long Write(long directory, byte* path, byte* text, int flags)
    {
        long file = Sys.Openat(directory, path, C.O_WRONLY | C.O_CLOEXEC | C.O_NOCTTY | O_NONBLOCK | flags, 0x1b4);
        if (file < 0)
        {
            return file;
        }

        long n = Sys.Call(Nr.write, file, (long)text, Text.Length(text));
        Sys.Close(file);
        return n;
    }
}
