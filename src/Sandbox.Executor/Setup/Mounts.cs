using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Setup;

/// <summary>The dumb loop over the plan's mounts.</summary>
internal static unsafe class Mounts
{
    public static void Run(Launch* launch, Stage stage = Stage.Whole)
    {
        PlanMount* mounts = (PlanMount*)launch->At(launch->Header->MountsOffset);
        for (uint i = 0; i < launch->Header->MountCount; i++)
        {
            PlanMount* mount = mounts + i;
            byte* target = launch->At(mount->Target);
            if (stage != Stage.Whole && !Stages.Has(stage, launch, mount, target))
            {
                continue;
            }

            switch ((MountKind)mount->Kind)
            {
                case MountKind.Bind:
                    Binds.Run(launch, mount, target);
                    break;
                case MountKind.Tmpfs:
                    Attach(launch, mount, target, Tmpfs(launch, mount, target));
                    break;
                case MountKind.Proc:
                    Attach(launch, mount, target, FileSystems.Proc(launch, target));
                    break;
                case MountKind.Devpts:
                    Attach(launch, mount, target, FileSystems.Devpts(launch, target));
                    break;
                case MountKind.Symlink:
                    Entries.Symlink(launch, mount, target);
                    break;
                case MountKind.Directory:
                    Entries.Directory(launch, mount, target);
                    break;
                case MountKind.File:
                    Entries.File(launch, mount, target);
                    break;
                case MountKind.Mask:
                    Masks.Run(launch, mount, target);
                    break;
                case MountKind.Relock:
                    Relock(launch, target);
                    break;
                case MountKind.Self:
                    Binds.Self(launch, mount, target);
                    break;
            }
        }

        Targets.Forget(launch);
        Masks.Finish(launch);
    }

    /// <summary>Puts a detached mount at its target, making the mount point when the plan says so, and gives up the descriptor.</summary>
    public static void Attach(Launch* launch, PlanMount* mount, byte* target, long detached)
    {
        Place(launch, mount, target, detached);
        Sys.Close(detached);
    }

    /// <summary>As <see cref="Attach"/>, the descriptor left to the caller.</summary>
    public static void Place(Launch* launch, PlanMount* mount, byte* target, long detached)
    {
        bool create = (mount->Flags & (ushort)MountFlags.Create) != 0;
        long parent = Report.Check(launch, Step.OpenTarget, Targets.Parent(launch, target, create), target);
        byte* name = target + Text.LastComponent(target);
        if (create)
        {
            bool file = (mount->Flags & (ushort)MountFlags.IsFile) != 0;
            long made = file
                ? Sys.Call(Nr.mknodat, parent, (long)name, C.S_IFREG | 292, 0)
                : Sys.Call(Nr.mkdirat, parent, (long)name, 493);
            Report.Check(launch, Step.CreateTarget, made == -C.EEXIST ? 0 : made, target);
        }

        // Without MOVE_MOUNT_T_SYMLINKS a symbolic link at the last component is not followed.
        long attached = Sys.Call(Nr.move_mount, detached, (long)Text.Z("\0"u8), parent, (long)name, C.MOVE_MOUNT_F_EMPTY_PATH);
        Report.Check(launch, Step.AttachMount, attached, target);
        Targets.Covered(launch, target);
    }

    public static ulong Attributes(PlanMount* mount)
    {
        MountFlags flags = (MountFlags)mount->Flags;
        return ((flags & MountFlags.ReadOnly) != 0 ? C.MOUNT_ATTR_RDONLY : 0) |
            ((flags & MountFlags.NoSuid) != 0 ? C.MOUNT_ATTR_NOSUID : 0) |
            ((flags & MountFlags.NoDev) != 0 ? C.MOUNT_ATTR_NODEV : 0) |
            ((flags & MountFlags.NoExec) != 0 ? C.MOUNT_ATTR_NOEXEC : 0);
    }

    private static long Tmpfs(Launch* launch, PlanMount* mount, byte* target)
    {
        byte* text = stackalloc byte[96];
        byte* size = null;
        byte* inodes = null;
        if (mount->Size != 0)
        {
            size = text;
            size[Text.Number(size, mount->Size)] = 0;
        }

        if (mount->Inodes != 0)
        {
            inodes = text + 32;
            inodes[Text.Number(inodes, mount->Inodes)] = 0;
        }

        byte* mode = text + 64;
        mode[Text.Number(mode, mount->Mode, 8)] = 0;
        return FileSystems.Tmpfs(launch, size, inodes, mode, Attributes(mount), target);
    }

    private static void Relock(Launch* launch, byte* target)
    {
        byte* empty = Text.Z("\0"u8);
        bool root = target[1] == 0;
        if (root)
        {
            Masks.Finish(launch);
        }

        long mount = root
            ? launch->Root
            : Sys.Openat2(launch->Root, target + 1, C.O_PATH | C.O_CLOEXEC, C.RESOLVE_IN_ROOT | C.RESOLVE_NO_SYMLINKS);
        Report.Check(launch, Step.RelockMount, mount, target);
        MountAttr attributes;
        attributes.Set = C.MOUNT_ATTR_RDONLY;
        attributes.Clear = 0;
        attributes.Propagation = 0;
        attributes.UserNamespace = 0;
        long set = Sys.Call(Nr.mount_setattr, mount, (long)empty, C.AT_EMPTY_PATH, (long)&attributes, sizeof(MountAttr));
        Report.Check(launch, Step.RelockMount, set, target);
        if (!root)
        {
            Sys.Close(mount);
        }
    }
}
