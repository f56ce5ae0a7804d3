using System.Runtime.InteropServices;

namespace Sandbox.Linux.Native;

/// <summary>Calls on names in an open directory (fcntl.h, stdio.h, unistd.h, sys/inotify.h).</summary>
internal static unsafe partial class Libc
{
    public const int AT_EMPTY_PATH = 0x1000;
    public const ulong RESOLVE_NO_MAGICLINKS = 2;
    public const ulong RESOLVE_BENEATH = 8;
    public const long SYS_getdents64 = 217;
    public const uint RENAME_NOREPLACE = 1;
    public const int IN_CLOEXEC = O_CLOEXEC;
    public const int IN_NONBLOCK = O_NONBLOCK;
    public const uint IN_CREATE = 0x100;
    public const uint IN_MOVED_TO = 0x80;
    public const uint IN_DELETE_SELF = 0x400;
    public const uint IN_ONLYDIR = 0x1000000;
    public const uint IN_DONT_FOLLOW = 0x2000000;
    public const uint IN_EXCL_UNLINK = 0x4000000;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int renameat(int fromDirectory, byte* from, int toDirectory, byte* to);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int renameat2(int fromDirectory, byte* from, int toDirectory, byte* to, uint flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int symlinkat(byte* target, int directory, byte* name);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint readlinkat(int directory, byte* name, byte* buffer, nuint size);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int inotify_init1(int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int inotify_add_watch(int descriptor, byte* path, uint mask);
}
