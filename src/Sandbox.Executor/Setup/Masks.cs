using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Setup;

/// <summary>Hides a file or directory under something nobody can read, and, being read-only, nobody can make readable.</summary>
internal static unsafe class Masks
{
    private const ulong Attributes = C.MOUNT_ATTR_RDONLY | C.MOUNT_ATTR_NOSUID | C.MOUNT_ATTR_NODEV | C.MOUNT_ATTR_NOEXEC;

    public static void Run(Launch* launch, PlanMount* mount, byte* target)
    {
        long existing = Targets.Existing(launch, target);
        if (existing == -C.ENOENT && (mount->Flags & (ushort)MountFlags.Optional) != 0)
        {
            // Nothing to hide: this kernel was built without that entry. No other failure is taken for this one.
            return;
        }

        Report.Check(launch, Step.OpenTarget, existing, target);
        bool file = (mount->Flags & (ushort)MountFlags.IsFile) != 0;
        Targets.Cover(launch, target, existing, file ? CoverFile(launch, target) : CoverDirectory(launch, target));
    }

    /// <summary>
    /// Takes the name away from the file that masks are clones of; the mounts keep it alive. Not earlier: the kernel attaches
    /// nothing whose root has no name. Must run while the root can still be written.
    /// </summary>
    public static void Finish(Launch* launch)
    {
        if (launch->MaskFile > 0)
        {
            Report.Check(launch, Step.CreateTarget, Sys.Call(Nr.unlinkat, launch->Root, (long)MaskName, 0), MaskName);
            Sys.Close(launch->MaskFile);
            launch->MaskFile = 0;
        }
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
