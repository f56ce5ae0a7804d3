using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Setup;

/// <summary>New file systems as detached mounts (fsopen, fsconfig, fsmount).</summary>
internal static unsafe class FileSystems
{
    public static long Tmpfs(Launch* launch, byte* size, byte* inodes, byte* mode, ulong attributes, byte* target)
    {
        long context = Open(launch, Text.Z("tmpfs\0"u8), target);
        Set(launch, context, Text.Z("size\0"u8), size, target);
        Set(launch, context, Text.Z("nr_inodes\0"u8), inodes, target);
        Set(launch, context, Text.Z("mode\0"u8), mode, target);
        return Finish(launch, context, attributes, target);
    }

    public static long Proc(Launch* launch, byte* target)
    {
        long context = Open(launch, Text.Z("proc\0"u8), target);
        return Finish(launch, context, C.MOUNT_ATTR_NOSUID | C.MOUNT_ATTR_NODEV | C.MOUNT_ATTR_NOEXEC, target);
    }

    public static long Devpts(Launch* launch, byte* target)
    {
        long context = Open(launch, Text.Z("devpts\0"u8), target);
        Set(launch, context, Text.Z("ptmxmode\0"u8), Text.Z("0666\0"u8), target);
        Set(launch, context, Text.Z("mode\0"u8), Text.Z("0620\0"u8), target);
        return Finish(launch, context, C.MOUNT_ATTR_NOSUID | C.MOUNT_ATTR_NOEXEC, target);
    }

    private static long Open(Launch* launch, byte* type, byte* target) =>
        Report.Check(launch, Step.CreateFileSystem, Sys.Call(Nr.fsopen, (long)type, C.FSOPEN_CLOEXEC), target);

    private static void Set(Launch* launch, long context, byte* key, byte* value, byte* target)
    {
        if (value != null)
        {
            long set = Sys.Call(Nr.fsconfig, context, C.FSCONFIG_SET_STRING, (long)key, (long)value, 0);
            Report.Check(launch, Step.CreateFileSystem, set, target);
        }
    }

    private static long Finish(Launch* launch, long context, ulong attributes, byte* target)
    {
        Report.Check(launch, Step.CreateFileSystem, Sys.Call(Nr.fsconfig, context, C.FSCONFIG_CMD_CREATE, 0, 0, 0), target);
        long mount = Sys.Call(Nr.fsmount, context, C.FSMOUNT_CLOEXEC, (long)attributes);
        Report.Check(launch, Step.CreateFileSystem, mount, target);
        Sys.Close(context);
        return mount;
    }
}
