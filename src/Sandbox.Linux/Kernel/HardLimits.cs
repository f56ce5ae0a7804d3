using Sandbox.Linux.Native;

namespace Sandbox.Linux.Kernel;

/// <summary>Hard rlimits of this process: what it starts cannot be given more.</summary>
public static unsafe class HardLimits
{
    /// <summary>Processes and threads.</summary>
    public static ulong Processes => Hard(Libc.RLIMIT_NPROC);

    /// <summary>Bytes of writable private memory.</summary>
    public static ulong Data => Hard(Libc.RLIMIT_DATA);

    private static ulong Hard(int resource)
    {
        ResourceLimits limits;
        return Libc.getrlimit(resource, &limits) == 0 ? limits.rlim_max : ulong.MaxValue;
    }
}
