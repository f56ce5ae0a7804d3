#if RUNTIME_FREE
using System.Runtime;
using System.Runtime.CompilerServices;
#endif

namespace Sandbox.Executor.Kernel;

/// <summary>
/// The one seam to the kernel. Every call answers a value >= 0 or -errno.
/// Without a runtime there is no P/Invoke: ilc turns an imported symbol into a direct call to start.S.
/// The test build of the same sources replaces <c>Raw</c> by a recording fake.
/// </summary>
internal static unsafe partial class Sys
{
#if RUNTIME_FREE
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "syscall6")]
    private static extern long Raw(long number, long a, long b, long c, long d, long e, long f);
#endif

    public static long Call(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0) =>
        Raw(number, a, b, c, d, e, f);

    public static long Close(long descriptor) => Raw(Nr.close, descriptor, 0, 0, 0, 0, 0);

    /// <summary>One call for two descriptors when they are neighbours, as those usually are that were opened one after the other.</summary>
    public static void CloseBoth(long first, long second)
    {
        if (second != first + 1 || Raw(Nr.close_range, first, second, 0, 0, 0, 0) < 0)
        {
            Close(second);
            Close(first);
        }
    }

    public static long Openat(long directory, byte* path, int flags, uint mode = 0) =>
        Raw(Nr.openat, directory, (long)path, flags, mode, 0, 0);

    public static long Openat2(long directory, byte* path, int flags, ulong resolve)
    {
        OpenHow how;
        how.Flags = (uint)flags;
        how.Mode = 0;
        how.Resolve = resolve;
        return Raw(Nr.openat2, directory, (long)path, (long)&how, sizeof(OpenHow), 0, 0);
    }

    public static long Prctl(int option, long a = 0, long b = 0, long c = 0, long d = 0) =>
        Raw(Nr.prctl, option, a, b, c, d, 0);

    /// <summary>Writes everything, however often the kernel interrupts.</summary>
    public static long WriteAll(long descriptor, byte* data, long length)
    {
        long done = 0;
        while (done < length)
        {
            long n = Raw(Nr.write, descriptor, (long)(data + done), length - done, 0, 0, 0);
            if (n == -C.EINTR)
            {
                continue;
            }

            if (n < 0)
            {
                return n;
            }

            done += n;
        }

        return done;
    }
}
