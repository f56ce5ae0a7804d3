using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Setup;

/// <summary>The new root: made beside the old one, filled, then switched to.</summary>
internal static unsafe class Root
{
    /// <summary>
    /// The host's root is opened before the new one is laid over "/": lookups from that descriptor never see
    /// what is mounted later, so no source of a bind can be shadowed by an earlier target.
    /// </summary>
    public static void Create(Launch* launch)
    {
        byte* slash = Text.Z("/\0"u8);
        byte* empty = Text.Z("\0"u8);
        Report.Check(launch, Step.PrivateMounts, Sys.Call(Nr.mount, 0, (long)slash, 0, (long)(C.MS_REC | C.MS_PRIVATE), 0));

        byte* size = stackalloc byte[32];
        int n = Text.Number(size, launch->Header->RootSizeKiB);
        size[n] = (byte)'k';
        size[n + 1] = 0;
        launch->Root = FileSystems.Tmpfs(launch, size, null, Text.Z("755\0"u8), C.MOUNT_ATTR_NOSUID | C.MOUNT_ATTR_NODEV, slash);

        // After the mount, so that it takes the number which making that has left free: what the binds open are neighbours then.
        launch->HostRoot = Report.Check(
            launch, Step.OpenHostRoot, Sys.Openat(C.AT_FDCWD, slash, C.O_PATH | C.O_DIRECTORY | C.O_CLOEXEC));
        Report.Check(launch, Step.CreateRoot, Sys.Call(
            Nr.move_mount, launch->Root, (long)empty, launch->HostRoot, (long)empty, C.MOVE_MOUNT_F_EMPTY_PATH | C.MOVE_MOUNT_T_EMPTY_PATH));
    }

    public static void Switch(Launch* launch)
    {
        byte* here = Text.Z(".\0"u8);
        Report.Check(launch, Step.PivotRoot, Sys.Call(Nr.fchdir, launch->Root));
        Report.Check(launch, Step.PivotRoot, Sys.Call(Nr.pivot_root, (long)here, (long)here));
        Report.Check(launch, Step.DetachHostRoot, Sys.Call(Nr.umount2, (long)here, C.MNT_DETACH));
        Report.Check(launch, Step.PivotRoot, Sys.Call(Nr.chdir, (long)Text.Z("/\0"u8)));
        Sys.Close(launch->Root);
        Sys.Close(launch->HostRoot);
    }
}
