using System.Runtime.InteropServices;

namespace Sandbox.Linux.Native;

internal static unsafe partial class Libc
{
    public const int AT_FDCWD = -100;
    public const int AT_SYMLINK_NOFOLLOW = 0x100;
    public const int AT_REMOVEDIR = 0x200;
    public const int O_RDONLY = 0;
    public const int O_WRONLY = 1;
    public const int O_RDWR = 2;
    public const int O_CREAT = 0x40;
    public const int O_EXCL = 0x80;
    public const int O_NOCTTY = 0x100;
    public const int O_APPEND = 0x400;
    public const int O_NONBLOCK = 0x800;
    public const int O_DIRECTORY = 0x10000;
    public const int O_NOFOLLOW = 0x20000;
    public const int O_CLOEXEC = 0x80000;
    public const int O_PATH = 0x200000;
    public const ulong RESOLVE_NO_SYMLINKS = 4;
    public const int SizeOfOpenHow = 24;
    public const int F_GETFL = 3;
    public const int F_SETFL = 4;
    public const int F_DUPFD_CLOEXEC = 1030;
    public const int F_GETFD = 1;
    public const int F_ADD_SEALS = 1033;
    public const int F_SEAL_SEAL = 1;
    public const int F_SEAL_SHRINK = 2;
    public const int F_SEAL_GROW = 4;
    public const int F_SEAL_WRITE = 8;
    public const uint MFD_CLOEXEC = 1;
    public const uint MFD_ALLOW_SEALING = 2;
    public const int LOCK_SH = 1;
    public const int LOCK_EX = 2;
    public const int LOCK_NB = 4;
    public const int LOCK_UN = 8;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int open(byte* path, int flags, uint mode);

    /// <summary>openat2(2), which the C libraries have no wrapper for.</summary>
    /// <param name="directory">Where a relative path begins, or AT_FDCWD.</param>
    /// <param name="path">Ends with a NUL.</param>
    /// <param name="flags">O_*.</param>
    /// <param name="mode">Permission bits of what is made; without O_CREAT nothing is, and they do not count.</param>
    /// <param name="resolve">RESOLVE_*.</param>
    public static int openat2(int directory, byte* path, int flags, uint mode, ulong resolve)
    {
        ulong* how = stackalloc ulong[] { (uint)flags, (flags & O_CREAT) != 0 ? mode : 0, resolve };
        return (int)syscall(SYS_openat2, directory, (long)path, (long)how, SizeOfOpenHow);
    }

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fcntl(int descriptor, int command, int argument);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int memfd_create(byte* name, uint flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int flock(int descriptor, int operation);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int mkdir(byte* path, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int mkdirat(int directory, byte* name, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int unlinkat(int directory, byte* name, int flags);
}
