using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Contained;

/// <summary>
/// One more host path in a container that is running (N75): found with the user's rights, shown with the container's ids, attached in its mount
/// namespace. Nothing of the container runs here, and no name of its is followed.
/// </summary>
internal static unsafe class Attach
{
    /// <summary>`attach SOURCE TARGET rw|ro UID GID OUTER-UID OUTER-GID`: as root, with a pidfd of PID 1 of the container in place of the plan. Never returns.</summary>
    public static void Run(Launch* launch, byte** arguments)
    {
        byte* source = arguments[0];
        byte* target = arguments[1];
        PlanHeader header;
        header.InnerUid = Number(arguments[3]);
        header.InnerGid = Number(arguments[4]);
        header.OuterUid = Number(arguments[5]);
        header.OuterGid = Number(arguments[6]);
        launch->Header = &header;
        Report.Check(launch, Step.TakeRoot, Sys.Call(Nr.setresuid, 0, 0, 0));
        Report.Check(launch, Step.TakeRoot, Sys.Call(Nr.setresgid, 0, 0, 0));
        Sys.Call(Nr.umask, 0);

        FileUser.AsUser(launch);
        const ulong Strict = C.RESOLVE_NO_SYMLINKS | C.RESOLVE_NO_MAGICLINKS;
        long opened = Report.Check(launch, Step.OpenSource, Sys.Openat2(C.AT_FDCWD, source, C.O_PATH | C.O_CLOEXEC, Strict), source);
        FileUser.AsRoot(launch);
        Stat stat;
        Report.Check(launch, Step.OpenSource, Sys.Call(Nr.fstat, opened, (long)&stat), source);
        IdMap.Open(launch);
        ulong attributes = C.MOUNT_ATTR_NOSUID | C.MOUNT_ATTR_NODEV | (arguments[2][1] == (byte)'w' ? 0 : C.MOUNT_ATTR_RDONLY);
        long clone = Report.Check(launch, Step.IdMapMount, Binds.Clone(opened, true, attributes, launch->IdMap), source);

        Report.Check(launch, Step.JoinSandbox, Sys.Call(Nr.setns, PlanFormat.PlanDescriptor, C.CLONE_NEWNS));
        launch->Root = WritableRoot(launch);
        FileUser.AsPayload(launch);
        PlanMount mount;
        mount.Flags = (ushort)(MountFlags.Create | ((stat.Mode & C.S_IFMT) == C.S_IFDIR ? 0 : MountFlags.IsFile));
        long existing = Targets.Existing(launch, target);
        if (existing == -C.ENOENT)
        {
            MakePoint(launch, &mount, target);
        }
        else
        {
            Report.Check(launch, Step.OpenTarget, existing, target);
        }

        FileUser.AsRoot(launch);
        launch->Root = Report.Check(launch, Step.OpenTarget, Sys.Openat(C.AT_FDCWD, Text.Z("/\0"u8), C.O_PATH | C.O_DIRECTORY | C.O_CLOEXEC), target);
        existing = Report.Check(launch, Step.OpenTarget, Targets.Existing(launch, target), target);
        Targets.Cover(launch, target, existing, clone);
        Sys.Call(Nr.exit_group, 0);
    }

    /// <summary>
    /// The container's root, which is read-only where it is attached, as a mount of its own that is attached nowhere: what is made through it, nobody else can.
    /// Mounts below the root are not in it.
    /// </summary>
    private static long WritableRoot(Launch* launch)
    {
        byte* slash = Text.Z("/\0"u8);
        byte* empty = Text.Z("\0"u8);
        long root = Report.Check(launch, Step.CloneMount, Sys.Call(Nr.open_tree, C.AT_FDCWD, (long)slash, C.OPEN_TREE_CLONE | C.OPEN_TREE_CLOEXEC), slash);
        MountAttr attributes;
        attributes.Set = 0;
        attributes.Clear = C.MOUNT_ATTR_RDONLY;
        attributes.Propagation = 0;
        attributes.UserNamespace = 0;
        Report.Check(launch, Step.CloneMount, Sys.Call(Nr.mount_setattr, root, (long)empty, C.AT_EMPTY_PATH, (long)&attributes, sizeof(MountAttr)), slash);
        return root;
    }

    /// <summary>In the root, or, where something is mounted above the target, there.</summary>
    private static void MakePoint(Launch* launch, PlanMount* mount, byte* target)
    {
        long detached = launch->Root;
        launch->Root = Report.Check(launch, Step.OpenTarget, Sys.Openat(C.AT_FDCWD, Text.Z("/\0"u8), C.O_PATH | C.O_DIRECTORY | C.O_CLOEXEC), target);
        long parent = Targets.Parent(launch, target, create: false);
        if (parent < 0)
        {
            launch->Root = detached;
            parent = Targets.Parent(launch, target, create: true);
        }

        long made = Make(mount, parent, target);
        if (made == -C.EROFS && launch->Root != detached)
        {
            Targets.Forget(launch);
            launch->Root = detached;
            made = Make(mount, Targets.Parent(launch, target, create: true), target);
        }

        Report.Check(launch, Step.CreateTarget, made == -C.EEXIST ? 0 : made, target);
        Targets.Forget(launch);
    }

    private static long Make(PlanMount* mount, long parent, byte* target)
    {
        byte* name = target + Text.LastComponent(target);
        return parent < 0 ? parent
            : (mount->Flags & (ushort)MountFlags.IsFile) != 0 ? Sys.Call(Nr.mknodat, parent, (long)name, C.S_IFREG | 292, 0)
            : Sys.Call(Nr.mkdirat, parent, (long)name, 493);
    }

    private static uint Number(byte* text)
    {
        uint value = 0;
        for (int i = 0; text[i] is >= (byte)'0' and <= (byte)'9'; i++)
        {
            value = (value * 10) + (uint)(text[i] - '0');
        }

        return value;
    }
}
