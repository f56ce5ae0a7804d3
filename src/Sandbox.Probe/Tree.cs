using Sandbox.Executor.Kernel;

namespace Sandbox.Probe;

/// <summary><c>remove DIR</c>: a directory with all that is in it, by descriptors and without following links. What an attack left behind is removed like that.</summary>
internal static unsafe class Tree
{
    private const int AT_REMOVEDIR = 0x200;
    private const int Listing = 16 * 1024;
    private const int Deepest = 40;

    public static int Remove(byte* path)
    {
        Empty(C.AT_FDCWD, path, 0);
        return Sys.Call(Nr.unlinkat, C.AT_FDCWD, (long)path, AT_REMOVEDIR) < 0 ? 1 : 0;
    }

    private static void Empty(long parent, byte* name, int depth)
    {
        long directory = Sys.Openat(parent, name, C.O_RDONLY | C.O_DIRECTORY | C.O_NOFOLLOW | C.O_CLOEXEC);
        if (directory < 0 || depth > Deepest)
        {
            return;
        }

        byte* entries = stackalloc byte[Listing];
        long n;
        while ((n = Sys.Call(ProbeNr.getdents64, directory, (long)entries, Listing)) > 0)
        {
            for (long at = 0; at < n; at += *(ushort*)(entries + at + 16))
            {
                byte* entry = entries + at + 19;
                if (Word.Is(entry, ".\0"u8) || Word.Is(entry, "..\0"u8) || Sys.Call(Nr.unlinkat, directory, (long)entry, 0) >= 0)
                {
                    continue;
                }

                Empty(directory, entry, depth + 1);
                Sys.Call(Nr.unlinkat, directory, (long)entry, AT_REMOVEDIR);
            }
        }

        Sys.Close(directory);
    }
}
