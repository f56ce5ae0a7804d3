using System.Runtime.InteropServices;

namespace Sandbox.Linux.Native;

internal static unsafe partial class Libc
{
    // struct termios is 60 bytes on x86_64 and arm64; a test holds it.
    public const int SizeOfTermios = 64;
    public const int TCSANOW = 0;
    public const int TCOON = 1;
    public const long TIOCNXCL = 0x540D;
    public const long TIOCGWINSZ = 0x5413;
    public const long TIOCSWINSZ = 0x5414;
    public const int SIG_BLOCK = 0;
    public const int SIG_SETMASK = 2;
    public const int SIGTTOU = 22;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int tcgetattr(int descriptor, void* termios);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int tcsetattr(int descriptor, int when, void* termios);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int tcflow(int descriptor, int action);

    [LibraryImport(Library)]
    public static partial void cfmakeraw(void* termios);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int ioctl(int descriptor, long request, nint argument);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int tcgetpgrp(int descriptor);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int tcsetpgrp(int descriptor, int group);
}
