using Sandbox.Executor.Kernel;
using Sandbox.Guest.Kernel;

namespace Sandbox.Guest.Sessions;

/// <summary>A terminal of this machine for the first session, which inherits it as it does a user's outside.</summary>
internal static unsafe class Terminal
{
    /// <summary>The outer side, or -errno. The user may open it by its name, as one of the user's own.</summary>
    public static long Open(uint size, uint uid, uint gid, long* inner)
    {
        long master = Sys.Openat(C.AT_FDCWD, Text.Z("/dev/pts/ptmx\0"u8), C.O_RDWR | C.O_NOCTTY | C.O_CLOEXEC);
        if (master < 0)
        {
            return master;
        }

        int unlocked = 0;
        long result = Sys.Call(Nr.ioctl, master, C.TIOCSPTLCK, (long)&unlocked);
        result = result < 0 ? result : Resize(master, size);
        result = result < 0 ? result : Sys.Call(Nr.ioctl, master, C.TIOCGPTPEER, C.O_RDWR | C.O_NOCTTY | C.O_CLOEXEC);
        *inner = result;
        result = result < 0 ? result : Sys.Call(GuestNr.fchown, result, uid, gid);
        return result < 0 ? result : master;
    }

    /// <param name="master">The outer side.</param>
    /// <param name="size">Rows in the high half, columns in the low one.</param>
    public static long Resize(long master, uint size)
    {
        ushort* window = stackalloc ushort[4];
        window[0] = (ushort)(size >> 16);
        window[1] = (ushort)size;
        window[2] = 0;
        window[3] = 0;
        return Sys.Call(Nr.ioctl, master, C.TIOCSWINSZ, (long)window);
    }
}
