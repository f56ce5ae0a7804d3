using Sandbox.Executor.Kernel;
using Sandbox.Guest.Kernel;

namespace Sandbox.Guest.Boot;

/// <summary>Loads /modules/00, /modules/01, ... of the initial file system: the launcher has put them in the order in which they need each other.</summary>
internal static unsafe class Modules
{
    private const int Most = 100;

    public static void Load()
    {
        byte* path = stackalloc byte[16];
        for (int i = 0; i < Most; i++)
        {
            int n = Text.Copy(path, Text.Z("/modules/\0"u8));
            path[n++] = (byte)('0' + (i / 10));
            path[n++] = (byte)('0' + (i % 10));
            path[n] = 0;
            long file = Sys.Openat(C.AT_FDCWD, path, C.O_RDONLY | C.O_CLOEXEC);
            if (file < 0)
            {
                return;
            }

            long loaded = Sys.Call(GuestNr.finit_module, file, (long)Text.Z("\0"u8), 0);
            Fatal.Check(loaded == -C.EEXIST ? 0 : loaded, Text.Z("could not load the kernel module\0"u8), path);
            Sys.Close(file);
        }
    }
}
