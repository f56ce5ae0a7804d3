using System.Runtime.InteropServices;

namespace Sandbox.Linux.Native;

/// <summary>struct rlimit of 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResourceLimits
{
    public ulong rlim_cur;
    public ulong rlim_max;
}

internal static unsafe partial class Libc
{
    public const int RLIMIT_DATA = 2;
    public const int RLIMIT_NPROC = 6;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int getrlimit(int resource, ResourceLimits* limits);
}
