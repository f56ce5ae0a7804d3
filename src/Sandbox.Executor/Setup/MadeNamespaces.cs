using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Setup;

/// <summary>
/// Another program has been told to make the namespaces. One that it has left out would be the host's, and what is done to it done to the host: so each must
/// belong to a user namespace that is not the one outside.
/// </summary>
internal static unsafe class MadeNamespaces
{
    /// <summary>Before the other program runs: leaves a descriptor of the user namespace outside.</summary>
    public static bool TryRemember()
    {
        long user = Sys.Openat(C.AT_FDCWD, Text.Z("/proc/self/ns/user\0"u8), C.O_RDONLY | C.O_CLOEXEC);
        return user >= 0 && Sys.Call(Nr.dup3, user, PlanFormat.UserNamespaceDescriptor, 0) >= 0;
    }

    /// <summary>After it, before anything is changed. The network namespace is made later, by <see cref="Network.NetworkMaker"/>.</summary>
    public static void Check(Launch* launch)
    {
        byte* user = Text.Z("/proc/self/ns/user\0"u8);
        long own = Open(launch, user);
        if (Same(launch, own, PlanFormat.UserNamespaceDescriptor, user))
        {
            Report.Fail(launch, Step.CheckNamespaces, -C.ESRCH, user, Report.Refused);
        }

        One(launch, C.CLONE_NEWIPC, Text.Z("/proc/self/ns/ipc\0"u8), own);
        One(launch, C.CLONE_NEWNS, Text.Z("/proc/self/ns/mnt\0"u8), own);
        One(launch, C.CLONE_NEWPID, Text.Z("/proc/self/ns/pid\0"u8), own);
        One(launch, C.CLONE_NEWUTS, Text.Z("/proc/self/ns/uts\0"u8), own);
        One(launch, C.CLONE_NEWCGROUP, Text.Z("/proc/self/ns/cgroup\0"u8), own);
        Sys.Close(own);
    }

    private static void One(Launch* launch, uint flag, byte* path, long own)
    {
        if ((launch->Header->Namespaces & flag) == 0)
        {
            return;
        }

        // The kernel names no owner that lies outside of the own user namespace (EPERM).
        long opened = Open(launch, path);
        long owner = Sys.Call(Nr.ioctl, opened, C.NS_GET_USERNS);
        if (owner < 0 || !Same(launch, own, owner, path))
        {
            Report.Fail(launch, Step.CheckNamespaces, -C.ESRCH, path, Report.Refused);
        }

        Sys.CloseBoth(opened, owner);
    }

    private static long Open(Launch* launch, byte* path) =>
        Report.Check(launch, Step.CheckNamespaces, Sys.Openat(C.AT_FDCWD, path, C.O_RDONLY | C.O_CLOEXEC), path);

    private static bool Same(Launch* launch, long one, long other, byte* path)
    {
        Stat first;
        Stat second;
        Report.Check(launch, Step.CheckNamespaces, Sys.Call(Nr.fstat, one, (long)&first), path);
        Report.Check(launch, Step.CheckNamespaces, Sys.Call(Nr.fstat, other, (long)&second), path);
        return first.Device == second.Device && first.Inode == second.Inode;
    }
}
