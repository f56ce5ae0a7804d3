using Sandbox.Executor.Contained;
using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Setup;

/// <summary>Clones a host mount by descriptor and attaches the clone.</summary>
internal static unsafe class Binds
{
    public static void Run(Launch* launch, PlanMount* mount, byte* target)
    {
        byte* source = launch->At(mount->Source);
        long opened = OpenSource(launch, mount, source);
        if (opened == -C.ENOENT && (mount->Flags & (ushort)MountFlags.Optional) != 0)
        {
            return;
        }

        Report.Check(launch, Step.OpenSource, opened, source);
        if ((mount->Flags & (ushort)MountFlags.VerifyIdentity) != 0)
        {
            VerifyIdentity(launch, mount, opened, source);
        }

        bool mapped = launch->IdMap > 0 && (mount->Flags & (ushort)MountFlags.IdMapped) != 0;
        long clone = Clone(opened, (mount->Flags & (ushort)MountFlags.Recursive) != 0, Mounts.Attributes(mount), mapped ? launch->IdMap : 0);
        Report.Check(launch, mapped ? Step.IdMapMount : Step.CloneMount, clone, source);
        Mounts.Place(launch, mount, target, clone);
        Sys.CloseBoth(opened, clone);
    }

    /// <summary>Found in the new root, so that what is covered is what is there and nothing a name led to.</summary>
    public static void Self(Launch* launch, PlanMount* mount, byte* target)
    {
        long existing = Targets.Existing(launch, target);
        if (existing == -C.ENOENT && (mount->Flags & (ushort)MountFlags.Optional) != 0)
        {
            return;
        }

        Report.Check(launch, Step.OpenTarget, existing, target);
        long clone = Clone(existing, (mount->Flags & (ushort)MountFlags.Recursive) != 0, Mounts.Attributes(mount));
        Report.Check(launch, Step.CloneMount, clone, target);
        Targets.Cover(launch, target, existing, clone);
    }

    // The planner has resolved every symbolic link. One that is there now was put there since (FS-06).
    private static long OpenSource(Launch* launch, PlanMount* mount, byte* source)
    {
        byte* relative = source[1] == 0 ? Text.Z(".\0"u8) : source + 1;
        bool root = (launch->Header->Flags & (uint)PlanFlags.Contained) != 0;
        if (root)
        {
            FileUser.AsUser(launch);
        }

        long opened = Sys.Openat2(launch->HostRoot, relative, C.O_PATH | C.O_CLOEXEC, C.RESOLVE_NO_SYMLINKS | C.RESOLVE_NO_MAGICLINKS);
        if (root)
        {
            FileUser.AsPayload(launch);
        }

        return opened;
    }

    private static void VerifyIdentity(Launch* launch, PlanMount* mount, long opened, byte* source)
    {
        Stat stat;
        Report.Check(launch, Step.OpenSource, Sys.Call(Nr.fstat, opened, (long)&stat), source);
        if (stat.Device != mount->Device || stat.Inode != mount->Inode)
        {
            Report.Fail(launch, Step.SourceChanged, -C.ESTALE, source, Report.Refused);
        }
    }

    /// <summary>One call since Linux 6.15; two on 5.12 and later.</summary>
    public static long Clone(long opened, bool recursive, ulong attributes, long idMap = 0)
    {
        byte* empty = Text.Z("\0"u8);
        uint depth = recursive ? (uint)C.AT_RECURSIVE : 0;
        MountAttr attr;
        attr.Set = attributes | (idMap > 0 ? C.MOUNT_ATTR_IDMAP : 0);
        attr.Clear = 0;
        attr.Propagation = 0;
        attr.UserNamespace = (ulong)idMap;
        uint flags = C.OPEN_TREE_CLONE | C.OPEN_TREE_CLOEXEC | C.AT_EMPTY_PATH | depth;
        long clone = Sys.Call(Nr.open_tree_attr, opened, (long)empty, flags, (long)&attr, sizeof(MountAttr));
        if (clone != -C.ENOSYS)
        {
            return clone;
        }

        clone = Sys.Call(Nr.open_tree, opened, (long)empty, flags);
        if (clone < 0)
        {
            return clone;
        }

        long set = Sys.Call(Nr.mount_setattr, clone, (long)empty, C.AT_EMPTY_PATH | depth, (long)&attr, sizeof(MountAttr));
        return set < 0 ? set : clone;
    }
}
