using Sandbox.Linux.Files;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Terminals;

/// <summary>A terminal whose keys and size are meant for another one; see <see cref="TerminalState"/> for putting it back.</summary>
public static unsafe class RawTerminal
{
    /// <summary>Every byte passes as it is: no echo, no line, no signals.</summary>
    public static void Set(int descriptor)
    {
        byte* settings = stackalloc byte[Libc.SizeOfTermios];
        if (Libc.tcgetattr(descriptor, settings) == 0)
        {
            Libc.cfmakeraw(settings);
            _ = Libc.tcsetattr(descriptor, Libc.TCSANOW, settings);
        }
    }

    /// <summary>Rows in the high half, columns in the low one; 24 by 80 where there is no telling.</summary>
    public static uint Size(int descriptor)
    {
        ushort* size = stackalloc ushort[4];
        return Libc.ioctl(descriptor, Libc.TIOCGWINSZ, (nint)size) == 0 && size[0] != 0 && size[1] != 0
            ? ((uint)size[0] << 16) | size[1]
            : (24u << 16) | 80;
    }

    /// <summary>Gives a terminal the size of another; whoever runs on it is told by the kernel.</summary>
    public static void CopySize(int from, Descriptor to)
    {
        ushort* size = stackalloc ushort[4];
        if (Libc.ioctl(from, Libc.TIOCGWINSZ, (nint)size) == 0)
        {
            _ = Libc.ioctl(to.Number, Libc.TIOCSWINSZ, (nint)size);
        }
    }
}
