using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Setup;

/// <summary>Hides a file or directory under something nobody can read, and, being read-only, nobody can make readable.</summary>
internal static unsafe class Masks
{
    private const ulong Attributes = C.MOUNT_ATTR_RDONLY | C.MOUNT_ATTR_NOSUID | C.MOUNT_ATTR_NODEV | C.MOUNT_ATTR_NOEXEC;

    public static void Run(Launch* launch, PlanMount* mount, byte* target)
    {
        if ((mount->Flags & (ushort)MountFlags.Optional) != 0 && IsMissing(launch, target))
        {
            // Nothing to hide: this kernel was built without that entry.
            return;
        }

        bool file = (mount->Flags & (ushort)MountFlags.IsFile) != 0;
        Mounts.Attach(launch, mount, target, file ? CoverFile(launch, target) : CoverDirectory(launch, target));
    }

    /// <summary>The clones need no name, and the sandbox should not see one. Not earlier: what has no name cannot be attached.</summary>
    public static void Finish(Launch* launch)
    {
        if (launch->MaskFile > 0)
        {
            Report.Check(launch, Step.CreateTarget, Sys.Call(Nr.unlinkat, launch->Root, (long)MaskName, 0), MaskName);
            Sys.Close(launch->MaskFile);
            launch->MaskFile = 0;
        }
    }

    private static bool IsMissing(Launch* launch, byte* target)
    {
        long opened = Sys.Openat2(launch->Root, target + 1, C.O_PATH | C.O_NOFOLLOW | C.O_CLOEXEC, C.RESOLVE_IN_ROOT | C.RESOLVE_NO_MAGICLINKS);
        if (opened >= 0)
        {
            Sys.Close(opened);
        }

        return opened == -C.ENOENT;
    }

    private static byte* MaskName => Text.Z(".mask\0"u8);

    private static long CoverFile(Launch* launch, byte* target)
    {
        if (launch->MaskFile == 0)
        {
            Report.Check(launch, Step.CreateTarget, Sys.Call(Nr.mknodat, launch->Root, (long)MaskName, C.S_IFREG, 0), target);
            launch->MaskFile = Report.Check(
                launch, Step.CreateTarget, Sys.Openat(launch->Root, MaskName, C.O_PATH | C.O_NOFOLLOW | C.O_CLOEXEC), target);
        }

        return Report.Check(launch, Step.CloneMount, Binds.Clone(launch->MaskFile, false, Attributes), target);
    }

    private static long CoverDirectory(Launch* launch, byte* target) =>
        FileSystems.Tmpfs(launch, Text.Z("4k\0"u8), Text.Z("1\0"u8), Text.Z("0\0"u8), Attributes, target);
}
