using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Sessions;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Contained;

/// <summary>
/// Outside of the container, as root: makes the plan's file tree in a mount namespace of this process, takes it along as a detached mount and becomes
/// the container manager. Neither the tree nor what the manager keeps below /run has a name on the host: both end with the last process.
/// </summary>
internal static unsafe class Contain
{
    /// <summary>Never returns.</summary>
    /// <param name="launch">Without a plan yet.</param>
    /// <param name="manager">argv of the manager, its absolute path first, ended by null.</param>
    public static void Run(Launch* launch, byte** manager)
    {
        byte* outside = stackalloc byte[Separation.Longest];
        TakeRoot(launch);
        HandOn.Fill(launch);
        PlanReader.FromDescriptor(launch, PlanFormat.PlanDescriptor);
        launch->Rules = launch->Header;
        if ((launch->Header->Flags & (uint)PlanFlags.Contained) == 0)
        {
            Report.Fail(launch, Step.CheckPlan, -C.EINVAL, null, Report.Refused);
        }

        Cgroups.Enter(launch);
        MonitorWatch.Open(launch);
        Report.Check(launch, Step.CreateNamespaces, Sys.Call(Nr.unshare, C.CLONE_NEWNS));
        IdMap.Open(launch);

        // From here on files are looked up with the user's own rights, and made with those of whom the sandbox runs as (CL-27).
        FileUser.AsPayload(launch);
        Root.Create(launch);
        Mounts.Run(launch, Stage.Outside);
        FileUser.AsRoot(launch);
        long tree = TakeTree(launch);
        EmptyRoot.Make(launch);
        Separation.Tell(launch, manager, outside);
        HandOn.Run(launch, tree, manager);
    }

    /// <summary>A launcher that acts for a user has that user's effective ids, and root's as the real ones for this one start.</summary>
    private static void TakeRoot(Launch* launch)
    {
        Report.Check(launch, Step.TakeRoot, Sys.Call(Nr.setresuid, 0, 0, 0));
        Report.Check(launch, Step.TakeRoot, Sys.Call(Nr.setresgid, 0, 0, 0));
    }

    /// <summary>A copy that belongs to no namespace; the one that was laid over "/" goes, so that the manager sees the host.</summary>
    private static long TakeTree(Launch* launch)
    {
        const uint Flags = C.OPEN_TREE_CLONE | C.OPEN_TREE_CLOEXEC | C.AT_EMPTY_PATH | C.AT_RECURSIVE;
        byte* slash = Text.Z("/\0"u8);
        long tree = Report.Check(launch, Step.CloneMount, Sys.Call(Nr.open_tree, launch->Root, (long)Text.Z("\0"u8), Flags), slash);
        Report.Check(launch, Step.DetachHostRoot, Sys.Call(Nr.fchdir, launch->Root));
        Report.Check(launch, Step.DetachHostRoot, Sys.Call(Nr.umount2, (long)Text.Z(".\0"u8), C.MNT_DETACH));
        Report.Check(launch, Step.DetachHostRoot, Sys.Call(Nr.fchdir, launch->HostRoot));
        return tree;
    }
}
