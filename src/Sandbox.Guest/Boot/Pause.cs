using Sandbox.Executor.Kernel;
using Sandbox.Guest.Kernel;

namespace Sandbox.Guest.Boot;

internal static unsafe class Pause
{
    public static void Millisecond()
    {
        long* time = stackalloc long[2];
        time[0] = 0;
        time[1] = 1_000_000;
        Sys.Call(GuestNr.nanosleep, (long)time, 0);
    }
}
