using System.Runtime.InteropServices;

namespace Sandbox.Linux.Processes;

/// <summary>The few calls of this room, by their C names; a test compiles the numbers against the C headers.</summary>
internal static partial class ProcessCalls
{
    // glibc before 2.36 and musl have no wrappers for these.
    internal const long SYS_pidfd_send_signal = 424;
    internal const long SYS_pidfd_open = 434;

    internal const int SIGKILL = 9;
    internal const int SIGTERM = 15;

    internal const int X_OK = 1;
    internal const int W_OK = 2;

    internal const int AT_FDCWD = -100;
    internal const int AT_SYMLINK_NOFOLLOW = 0x100;
    internal const uint STATX_BASIC_STATS = 0x7FF;

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial long syscall(long number, long a, long b, long c, long d);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int access(string path, int mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int statx(int directory, string path, int flags, uint mask, out StatxBuffer buffer);
}
