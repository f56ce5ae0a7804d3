using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Sessions;

/// <summary>
/// Asks the kernel, in the process that is about to become the payload, whether the restrictions are really there.
/// A difference from the plan ends the launch with 125; nothing is repaired here.
/// </summary>
internal static unsafe class SelfCheck
{
    private const int CapabilityLimit = 64;
    private const int Probed = 1024;

    /// <summary>Before the filter is installed, because the filter would answer first.</summary>
    public static void NestedUserNamespaces(Launch* launch)
    {
        bool forbidden = (launch->Rules->Flags & (uint)PlanFlags.ForbidNestedUserNamespaces) != 0;
        if (forbidden && Sys.Call(Nr.unshare, C.CLONE_NEWUSER) >= 0)
        {
            Report.Fail(launch, Step.CheckUserNamespaces, -C.EPERM, null, Report.Refused);
        }
    }

    /// <summary>After the filter is installed: the last thing before execve.</summary>
    public static void Everything(Launch* launch)
    {
        Capabilities(launch);
        Bounding(launch);
        if (Sys.Prctl(C.PR_GET_NO_NEW_PRIVS) != 1)
        {
            Report.Fail(launch, Step.CheckNoNewPrivileges, -C.EPERM, null, Report.Refused);
        }

        bool filtered = launch->Rules->SeccompInstructions != 0;
        if (filtered && Sys.Prctl(C.PR_GET_SECCOMP) != C.SECCOMP_MODE_FILTER)
        {
            Report.Fail(launch, Step.CheckSeccomp, -C.EPERM, null, Report.Refused);
        }

        Mounts(launch);
        Descriptors(launch);
    }

    private static void Mounts(Launch* launch)
    {
        byte* gap = Cover.FindGap(launch->Covered);
        if (gap != null)
        {
            Report.Fail(launch, Step.CheckMounts, -C.ESTALE, gap, Report.Refused);
        }
    }

    private static void Capabilities(Launch* launch)
    {
        uint* header = stackalloc uint[2];
        header[0] = C.CAPABILITY_VERSION_3;
        header[1] = 0;
        uint* sets = stackalloc uint[6];
        Report.Check(launch, Step.CheckCapabilities, Sys.Call(Nr.capget, (long)header, (long)sets));
        uint any = 0;
        for (int i = 0; i < 6; i++)
        {
            any |= sets[i];
        }

        if (any != 0)
        {
            Report.Fail(launch, Step.CheckCapabilities, -C.EPERM, null, Report.Refused);
        }
    }

    private static void Bounding(Launch* launch)
    {
        for (int capability = 0; capability < CapabilityLimit; capability++)
        {
            long present = Sys.Prctl(C.PR_CAPBSET_READ, capability);
            if (present == -C.EINVAL)
            {
                return;
            }

            if (present != 0)
            {
                Report.Fail(launch, Step.CheckBounding, -C.EPERM, null, Report.Refused);
            }
        }
    }

    /// <summary>A directory of the host on 0, 1 or 2 would be a way around the whole root: openat(0, "etc/shadow").</summary>
    private static void StandardDescriptors(Launch* launch)
    {
        Stat stat;
        for (int descriptor = 0; descriptor <= 2; descriptor++)
        {
            long found = Sys.Call(Nr.fstat, descriptor, (long)&stat);
            Report.Check(launch, Step.CheckDescriptors, found == -C.EBADF ? 0 : found);
            if (found >= 0 && (stat.Mode & C.S_IFMT) == C.S_IFDIR)
            {
                Report.Fail(launch, Step.CheckDescriptors, -C.EISDIR, null, Report.Refused);
            }
        }
    }

    /// <summary>One poll answers POLLNVAL for every descriptor that is closed; only the status pipe (close-on-exec) may be open.</summary>
    private static void Descriptors(Launch* launch)
    {
        StandardDescriptors(launch);
        PollFd* probes = stackalloc PollFd[Probed];
        int count = 0;
        for (int descriptor = 3; descriptor < 3 + Probed; descriptor++)
        {
            if (descriptor != launch->Status)
            {
                probes[count].Descriptor = descriptor;
                probes[count].Events = 0;
                probes[count].Returned = 0;
                count++;
            }
        }

        long open = Sys.Call(Nr.poll, (long)probes, count, 0);
        for (int i = 0; open >= 0 && i < count; i++)
        {
            if ((probes[i].Returned & C.POLLNVAL) == 0)
            {
                Report.Fail(launch, Step.CheckDescriptors, -C.EBADF, null, Report.Refused);
            }
        }

        // EINVAL: RLIMIT_NOFILE is below the probe's length. close_range has answered; a smaller probe would prove no more.
        Report.Check(launch, Step.CheckDescriptors, open == -C.EINVAL ? 0 : open);
    }
}
