using System.Runtime.InteropServices;

namespace Sandbox.Linux.Native;

internal static unsafe partial class Libc
{
    public const int R_OK = 4;
    public const int W_OK = 2;
    public const int X_OK = 1;
    public const int SEEK_SET = 0;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int access(byte* path, int mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial uint getuid();

    [LibraryImport(Library, SetLastError = true)]
    public static partial uint getgid();

    [LibraryImport(Library)]
    public static partial uint geteuid();

    [LibraryImport(Library, SetLastError = true)]
    public static partial int getpid();

    [LibraryImport(Library, SetLastError = true)]
    public static partial int getpgrp();

    [LibraryImport(Library, SetLastError = true)]
    public static partial int close(int descriptor);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint read(int descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint write(int descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int pipe2(int* descriptors, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial long lseek(int descriptor, long offset, int whence);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int isatty(int descriptor);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint readlink(byte* path, byte* buffer, nuint size);

    [LibraryImport(Library, SetLastError = true)]
    public static partial byte* realpath(byte* path, byte* resolved);

    [LibraryImport(Library, SetLastError = true)]
    public static partial long syscall(long number, long a, long b, long c, long d);
}
