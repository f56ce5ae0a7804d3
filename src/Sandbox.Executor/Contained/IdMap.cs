using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Contained;

/// <summary>
/// A user namespace for mounts: where the sandbox runs with ids of its own, the user's files are shown to it as its own and what it writes arrives
/// on the disk as the user's. The namespace holds no process; its descriptor is all there is of it.
/// </summary>
internal static unsafe class IdMap
{
    /// <summary>Leaves the descriptor in the launch when outer and inner ids differ.</summary>
    public static void Open(Launch* launch)
    {
        PlanHeader* header = launch->Header;
        if (header->OuterUid == header->InnerUid && header->OuterGid == header->InnerGid)
        {
            return;
        }

        long self = Report.Check(launch, Step.MapUsers, Sys.Call(Nr.getpid));
        long child = Report.Check(launch, Step.MapUsers, Sys.Call(Nr.clone, C.CLONE_NEWUSER | C.SIGCHLD));
        if (child == 0)
        {
            // With this process, however that ends: the launcher waits for the last one that has the status pipe.
            Sys.Prctl(C.PR_SET_PDEATHSIG, C.SIGKILL);
            while (Sys.Call(Nr.getppid) == self)
            {
                Sys.Call(Nr.poll, 0, 0, -1);
            }

            Sys.Call(Nr.exit_group, Report.Refused);
        }

        byte* path = stackalloc byte[64];
        Write(launch, Step.MapUsers, Path(path, child, Text.Z("/uid_map\0"u8)), header->OuterUid - header->InnerUid);
        Write(launch, Step.MapGroups, Path(path, child, Text.Z("/gid_map\0"u8)), header->OuterGid - header->InnerGid);
        long opened = Sys.Openat(C.AT_FDCWD, Path(path, child, Text.Z("/ns/user\0"u8)), C.O_RDONLY | C.O_CLOEXEC);
        launch->IdMap = Report.Check(launch, Step.MapUsers, opened, path);
        Report.Check(launch, Step.MapUsers, Sys.Call(Nr.kill, child, C.SIGKILL));
        int status = 0;
        while (Sys.Call(Nr.wait4, child, (long)&status, 0, 0) == -C.EINTR)
        {
        }
    }

    private static byte* Path(byte* path, long pid, byte* file)
    {
        int n = Text.Copy(path, Text.Z("/proc/\0"u8));
        n += Text.Number(path + n, (ulong)pid);
        n += Text.Copy(path + n, file);
        path[n] = 0;
        return path;
    }

    private static void Write(Launch* launch, Step step, byte* path, uint first)
    {
        byte* line = stackalloc byte[64];
        line[0] = (byte)'0';
        line[1] = (byte)' ';
        int n = 2 + Text.Number(line + 2, first);
        line[n++] = (byte)' ';
        n += Text.Number(line + n, ContainedFormat.Ids);
        line[n++] = (byte)'\n';
        long file = Report.Check(launch, step, Sys.Openat(C.AT_FDCWD, path, C.O_WRONLY | C.O_CLOEXEC), path);
        Report.Check(launch, step, Sys.WriteAll(file, line, n), path);
        Sys.Close(file);
    }
}
