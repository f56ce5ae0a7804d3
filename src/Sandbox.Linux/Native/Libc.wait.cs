using System.Runtime.InteropServices;

namespace Sandbox.Linux.Native;

/// <summary>struct pollfd.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    public int fd;
    public short events;
    public short revents;
}

internal static unsafe partial class Libc
{
    public const short POLLIN = 1;
    public const short POLLOUT = 4;
    public const int P_PID = 1;
    public const int P_PIDFD = 3;
    public const int WEXITED = 4;
    public const int WNOWAIT = 0x0100_0000;
    public const int WNOHANG = 1;
    public const int CLD_EXITED = 1;
    public const int SIGKILL = 9;
    public const int SIGTERM = 15;
    public const uint CLOSE_RANGE_CLOEXEC = 4;

    // glibc before 2.36 (close_range: 2.34) and musl have no wrappers for these.
    public const long SYS_pidfd_send_signal = 424;
    public const long SYS_pidfd_open = 434;
    public const long SYS_close_range = 436;
    public const long SYS_openat2 = 437;
    public const long SYS_landlock_create_ruleset = 444;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int waitid(int kind, int id, int* information, int options);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int kill(int pid, int signal);
}
