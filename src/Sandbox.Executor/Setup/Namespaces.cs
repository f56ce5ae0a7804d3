using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Setup;

/// <summary>User namespaces and their maps, the loopback interface, the host name.</summary>
internal static unsafe class Namespaces
{
    /// <summary>Of "/proc/", for names that are looked up in an open /proc.</summary>
    private const int ProcLength = 6;

    /// <summary>
    /// In the first user namespace the caller is uid 0: devpts refuses to mount without a mapped uid 0.
    /// setgroups is denied first because the kernel takes an unprivileged gid map only then.
    /// </summary>
    public static void MapFirst(Launch* launch)
    {
        // The host's /proc/self stays reachable by this descriptor after the root has been replaced.
        launch->ProcSelf = Report.Check(
            launch, Step.MapUsers, Sys.Openat(C.AT_FDCWD, Text.Z("/proc/self\0"u8), C.O_PATH | C.O_DIRECTORY | C.O_CLOEXEC), Text.Z("/proc/self\0"u8));
        if (Prepared.Is(launch))
        {
            return;
        }

        Map(launch, 0, launch->Header->OuterUid, 0, launch->Header->OuterGid);
    }

    /// <summary>
    /// A second user namespace below the first: the payload gets its own ids back, and because the first one now allows
    /// exactly this one child, neither the payload nor anything it starts can ever make a third (FS-01).
    /// </summary>
    public static void EnterSecond(Launch* launch)
    {
        Report.Check(launch, Step.SecondUserNamespace, Sys.Call(Nr.unshare, C.CLONE_NEWUSER));
        Map(launch, launch->Header->InnerUid, 0, launch->Header->InnerGid, 0);
        Sys.Close(launch->ProcSelf);
    }

    /// <summary>
    /// As <see cref="MapFirst"/> for a process that is in its place already and owns none of its namespaces: one user namespace more, which
    /// counts those below it, and in which it is root.
    /// </summary>
    public static void MapBelow(Launch* launch)
    {
        Report.Check(launch, Step.CreateNamespaces, Sys.Call(Nr.unshare, C.CLONE_NEWUSER));
        byte* self = Text.Z("self\0"u8);
        launch->ProcSelf = Report.Check(launch, Step.MapUsers, Sys.Openat(launch->Proc, self, C.O_PATH | C.O_DIRECTORY | C.O_CLOEXEC), self);
        Map(launch, 0, launch->Header->OuterUid, 0, launch->Header->OuterGid);
        WriteLimits(launch, launch->Proc, ProcLength);
        Sys.Close(launch->Proc);
    }

    /// <summary>
    /// What all user namespaces below may use up together. Must run while the host's /proc can still be opened and before <see cref="EnterSecond"/>.
    /// </summary>
    public static void Limit(Launch* launch)
    {
        if (!Prepared.Is(launch))
        {
            WriteLimits(launch, C.AT_FDCWD, 0);
            return;
        }

        // Whatever /proc was prepared, /proc/sys in it may be read-only.
        long proc = FileSystems.Proc(launch, Text.Z("/proc/sys/user\0"u8));
        WriteLimits(launch, proc, ProcLength);
        Sys.Close(proc);
    }

    private static void WriteLimits(Launch* launch, long directory, int skipped)
    {
        if ((launch->Header->Flags & (uint)PlanFlags.ForbidNestedUserNamespaces) != 0)
        {
            WriteLimit(launch, Step.LimitUserNamespaces, directory, Text.Z("/proc/sys/user/max_user_namespaces\0"u8) + skipped, 1);
        }

        WriteLimit(launch, Step.LimitWatches, directory, Text.Z("/proc/sys/user/max_inotify_instances\0"u8) + skipped, launch->Header->InotifyInstances);
        WriteLimit(launch, Step.LimitWatches, directory, Text.Z("/proc/sys/user/max_inotify_watches\0"u8) + skipped, launch->Header->InotifyWatches);
    }

    private static void WriteLimit(Launch* launch, Step step, long directory, byte* path, uint most)
    {
        if (most != 0)
        {
            byte* number = stackalloc byte[16];
            WriteFile(launch, step, directory, path, number, Text.Number(number, most));
        }
    }

    public static void LoopbackUp(Launch* launch)
    {
        long socket = Report.Check(launch, Step.LoopbackUp, Sys.Call(Nr.socket, C.AF_INET, C.SOCK_DGRAM | C.SOCK_CLOEXEC));
        byte* request = stackalloc byte[40];
        for (int i = 0; i < 40; i++)
        {
            request[i] = 0;
        }

        request[0] = (byte)'l';
        request[1] = (byte)'o';
        *(short*)(request + 16) = C.IFF_UP | C.IFF_RUNNING;
        Report.Check(launch, Step.LoopbackUp, Sys.Call(Nr.ioctl, socket, C.SIOCSIFFLAGS, (long)request));
        Sys.Close(socket);
    }

    public static void SetHostname(Launch* launch)
    {
        if (launch->Header->HostnameOffset != 0)
        {
            byte* name = launch->At(launch->Header->HostnameOffset);
            Report.Check(launch, Step.SetHostname, Sys.Call(Nr.sethostname, (long)name, Text.Length(name)), name);
        }
    }

    private static void Map(Launch* launch, uint insideUid, uint outsideUid, uint insideGid, uint outsideGid)
    {
        byte* line = stackalloc byte[64];
        WriteFile(launch, Step.DenySetgroups, launch->ProcSelf, Text.Z("setgroups\0"u8), Text.Z("deny\0"u8), 4);
        WriteFile(launch, Step.MapUsers, launch->ProcSelf, Text.Z("uid_map\0"u8), line, Line(line, insideUid, outsideUid));
        WriteFile(launch, Step.MapGroups, launch->ProcSelf, Text.Z("gid_map\0"u8), line, Line(line, insideGid, outsideGid));
    }

    private static int Line(byte* line, uint inside, uint outside)
    {
        int n = Text.Number(line, inside);
        line[n++] = (byte)' ';
        n += Text.Number(line + n, outside);
        line[n++] = (byte)' ';
        line[n++] = (byte)'1';
        line[n++] = (byte)'\n';
        return n;
    }

    private static void WriteFile(Launch* launch, Step step, long directory, byte* path, byte* data, int length)
    {
        long file = Report.Check(launch, step, Sys.Openat(directory, path, C.O_WRONLY | C.O_CLOEXEC), path);
        Report.Check(launch, step, Sys.WriteAll(file, data, length), path);
        Sys.Close(file);
    }
}
