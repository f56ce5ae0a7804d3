using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Setup;

/// <summary>Hides a file or directory under something nobody can read, and, being read-only, nobody can make readable.</summary>
internal static unsafe class Masks
{
    private const ulong Attributes = C.MOUNT_ATTR_RDONLY | C.MOUNT_ATTR_NOSUID | C.MOUNT_ATTR_NODEV | C.MOUNT_ATTR_NOEXEC;

    public static void Run(Launch* launch, PlanMount* mount, byte* target)
    {
        bool file = (mount->Flags & (ushort)MountFlags.IsFile) != 0;
        long cover = file ? CoverFile(launch, target) : CoverDirectory(launch, target);
        long attached = Mounts.TryAttach(launch, mount, target, cover);
        Sys.Close(cover);
        if (attached == -C.ENOENT && (mount->Flags & (ushort)MountFlags.Optional) != 0)
        {
            // Nothing to hide: this kernel was built without that entry.
            return;
        }

        Report.Check(launch, Step.AttachMount, attached, target);
    }

    public static void Finish(Launch* launch)
    {
        if (launch->MaskFile > 0)
        {
            Sys.Close(launch->MaskFile);
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

            // Its clones need no name, and the sandbox should not see one.
            Report.Check(launch, Step.CreateTarget, Sys.Call(Nr.unlinkat, launch->Root, (long)MaskName, 0), target);
        }

        return Report.Check(launch, Step.CloneMount, Binds.Clone(launch->MaskFile, false, Attributes), target);
    }

    private static long CoverDirectory(Launch* launch, byte* target) =>
        FileSystems.Tmpfs(launch, Text.Z("4k\0"u8), Text.Z("1\0"u8), Text.Z("0\0"u8), Attributes, target);
}
