using Sandbox.Executor.Kernel;
using Sandbox.Executor.Network;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Sessions;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Contained;

/// <summary>
/// PID 1 of the container: goes into the tree of the plan, gives the manager's root up, becomes whom the plan names and takes from there on
/// the same way as without a container.
/// </summary>
internal static unsafe class Container
{
    /// <summary>Never returns.</summary>
    /// <param name="launch">Without a plan yet.</param>
    /// <param name="outside">The namespaces outside; see <see cref="Separation"/>.</param>
    public static void Run(Launch* launch, byte* outside)
    {
        PlanReader.FromDescriptor(launch, PlanFormat.PlanDescriptor);
        launch->Rules = launch->Header;
        if ((launch->Header->Flags & (uint)PlanFlags.Contained) == 0)
        {
            Report.Fail(launch, Step.CheckPlan, -C.EINVAL, null, Report.Refused);
        }

        long umask = Sys.Call(Nr.umask, 0);
        Descriptors(launch);
        Kernel(launch);
        Separation.Check(launch, outside);
        NetworkMaker.Begin(launch);
        Namespaces.SetHostname(launch);
        Enter(launch);
        Mounts.Run(launch, Stage.Inside);
        FileUser.AsRoot(launch);
        NetworkMaker.Join(launch);
        Root.Switch(launch);
        Become(launch);
        Namespaces.MapBelow(launch);
        Namespaces.EnterSecond(launch);
        Privileges.Drop(launch);
        Init.Run(launch, umask);
    }

    private static void Descriptors(Launch* launch)
    {
        launch->Monitor = ContainedFormat.MonitorDescriptor;
        MonitorWatch.Keep(launch);
        launch->Root = ContainedFormat.TreeDescriptor;
        for (int i = 0; i <= 2; i++)
        {
            Report.Check(launch, Step.CloseDescriptors, Sys.Call(Nr.dup3, ContainedFormat.StandardDescriptors + i, i, 0));
        }

        Sys.Call(Nr.close_range, ContainedFormat.TreeDescriptor + 1, uint.MaxValue, 0);
        for (int descriptor = PlanFormat.PlanDescriptor; descriptor <= ContainedFormat.TreeDescriptor; descriptor++)
        {
            Sys.Call(Nr.fcntl, descriptor, C.F_SETFD, C.FD_CLOEXEC);
        }
    }

    /// <summary>A procfs of this PID namespace that is mounted nowhere: the manager's own is partly read-only.</summary>
    private static void Kernel(Launch* launch) => launch->Proc = FileSystems.Proc(launch, Text.Z("/proc\0"u8));

    private static void Enter(Launch* launch)
    {
        byte* slash = Text.Z("/\0"u8);
        byte* empty = Text.Z("\0"u8);
        Report.Check(launch, Step.PrivateMounts, Sys.Call(Nr.mount, 0, (long)slash, 0, (long)(C.MS_REC | C.MS_PRIVATE), 0));
        launch->HostRoot = Report.Check(
            launch, Step.OpenHostRoot, Sys.Openat(C.AT_FDCWD, slash, C.O_PATH | C.O_DIRECTORY | C.O_CLOEXEC));
        Report.Check(launch, Step.CreateRoot, Sys.Call(
            Nr.move_mount, launch->Root, (long)empty, launch->HostRoot, (long)empty, C.MOVE_MOUNT_F_EMPTY_PATH | C.MOVE_MOUNT_T_EMPTY_PATH));
    }

    /// <summary>From root to whom the sandbox runs as on the host; there is no way back (CL-27).</summary>
    private static void Become(Launch* launch)
    {
        uint uid = launch->Header->OuterUid;
        uint gid = launch->Header->OuterGid;
        Report.Check(launch, Step.DropGroups, Sys.Call(Nr.setgroups, 0, 0));
        Report.Check(launch, Step.BecomeUser, Sys.Call(Nr.setresgid, gid, gid, gid));
        Report.Check(launch, Step.BecomeUser, Sys.Call(Nr.setresuid, uid, uid, uid));

        // The change of ids has made the files of this process root's, and it has its own maps to write. Nobody else is here yet.
        Report.Check(launch, Step.BecomeUser, Sys.Prctl(C.PR_SET_DUMPABLE, 1));
    }
}
