using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Sessions;

/// <summary>
/// Whether every path that the plan covers with a read-only mount still is. Nothing inside can uncover one, but the host can:
/// removing the directory below a mount detaches it, and renaming that directory takes the mount along to the new name.
/// </summary>
internal static unsafe class Cover
{
    /// <summary>A descriptor that becomes readable every second: a renamed mount point is no event of the mount table.</summary>
    public static long Timer(Launch* launch)
    {
        long timer = Report.Check(launch, Step.WatchMounts, Sys.Call(Nr.timerfd_create, C.CLOCK_MONOTONIC, C.TFD_CLOEXEC | C.TFD_NONBLOCK));
        long* interval = stackalloc long[4];
        interval[0] = 1;
        interval[1] = 0;
        interval[2] = 1;
        interval[3] = 0;
        Report.Check(launch, Step.WatchMounts, Sys.Call(Nr.timerfd_settime, timer, 0, (long)interval, 0));
        return timer;
    }

    /// <summary>Copies the covered paths, because the plan with its secrets does not stay; one after another, an empty one ends them.</summary>
    public static byte* Remember(Launch* launch)
    {
        long size = Copy(launch, null) + 1;
        long memory = Sys.Call(Nr.mmap, 0, size, C.PROT_READ | C.PROT_WRITE, C.MAP_PRIVATE | C.MAP_ANONYMOUS, -1, 0);
        Report.Check(launch, Step.WatchMounts, memory is < 0 and > -4096 ? memory : 0);
        Copy(launch, (byte*)memory);
        return (byte*)memory;
    }

    /// <summary>The first path that is not covered any more, or null.</summary>
    public static byte* FindGap(byte* paths)
    {
        Statfs statistics;
        for (byte* path = paths; path[0] != 0; path += Text.Length(path) + 1)
        {
            // A directory on the way that the payload has closed by its mode is closed for the payload's writes too.
            long found = Sys.Call(Nr.statfs, (long)path, (long)&statistics);
            if (found != -C.EACCES && (found < 0 || (statistics.Flags & C.ST_RDONLY) == 0))
            {
                return path;
            }
        }

        return null;
    }

    private static long Copy(Launch* launch, byte* to)
    {
        long size = 0;
        PlanMount* mounts = (PlanMount*)launch->At(launch->Header->MountsOffset);
        for (uint i = 0; i < launch->Header->MountCount; i++)
        {
            MountFlags flags = (MountFlags)mounts[i].Flags & (MountFlags.ReadOnly | MountFlags.Optional);
            if (mounts[i].Kind == (ushort)MountKind.Self && flags == MountFlags.ReadOnly)
            {
                byte* target = launch->At(mounts[i].Target);
                size += to == null ? Text.Length(target) : Text.Copy(to + size, target);
                size++;
            }
        }

        return size;
    }
}
