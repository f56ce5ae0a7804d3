using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Contained;

/// <summary>
/// An in-memory /run for the manager alone: what it writes down about its container, and an empty tree that it takes for an operating system. The
/// sandbox gets the tree of its plan in that one's place before anything of it runs.
/// </summary>
internal static unsafe class EmptyRoot
{
    public static void Make(Launch* launch)
    {
        byte* run = Text.Z("/run\0"u8);
        long made = FileSystems.Tmpfs(
            launch, Text.Z("1m\0"u8), Text.Z("256\0"u8), Text.Z("755\0"u8), C.MOUNT_ATTR_NOSUID | C.MOUNT_ATTR_NODEV, run);
        long moved = Sys.Call(Nr.move_mount, made, (long)Text.Z("\0"u8), C.AT_FDCWD, (long)run, C.MOVE_MOUNT_F_EMPTY_PATH);
        Report.Check(launch, Step.AttachMount, moved, run);
        Sys.Close(made);
        Directory(launch, Text.Z("/run/root\0"u8));

        // Without it the manager finds that this is no operating system.
        Directory(launch, Text.Z("/run/root/usr\0"u8));
    }

    private static void Directory(Launch* launch, byte* path) =>
        Report.Check(launch, Step.CreateTarget, Sys.Call(Nr.mkdirat, C.AT_FDCWD, (long)path, 493), path);
}
