using Sandbox.Linux.Files;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Terminals;

/// <summary>A new pseudo-terminal: what is typed on its outer side comes out of its inner one as it is.</summary>
public static unsafe class TerminalPair
{
    private const int TIOCGPTPEER = 0x5441;
    private const int TIOCSPTLCK = 0x40045431;

    /// <exception cref="IOException">There is none left, or /dev/ptmx is missing.</exception>
    public static (Descriptor Outer, Descriptor Inner) Create()
    {
        int master;
        fixed (byte* path = "/dev/ptmx\0"u8)
        {
            master = Libc.open(path, Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC, 0);
        }

        Descriptor outer = master >= 0 ? new Descriptor(master) : throw Failed();
        int unlocked = 0;
        int slave = Libc.ioctl(master, TIOCSPTLCK, (nint)(&unlocked)) < 0 ? -1 : Libc.ioctl(master, TIOCGPTPEER, Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC);
        if (slave < 0)
        {
            outer.Dispose();
            throw Failed();
        }

        RawTerminal.Set(slave);
        return (outer, new Descriptor(slave));
    }

    private static IOException Failed() => new($"cannot make a terminal: {Errno.Describe(Errno.Last)} ({Errno.Name(Errno.Last)})", Errno.Last);
}
