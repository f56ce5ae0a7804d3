using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Setup;

/// <summary>Everything that takes power away, in the order in which each step still has the right to do so.</summary>
internal static unsafe class Privileges
{
    // Linux has 41 capabilities (CAP_CHECKPOINT_RESTORE = 40); reading one that does not exist answers EINVAL.
    private const int CapabilityLimit = 64;

    public static void Drop(Launch* launch)
    {
        Report.Check(launch, Step.LockSecurebits, Sys.Prctl(C.PR_SET_SECUREBITS, C.SECUREBITS_LOCKED));
        for (int capability = 0; capability < CapabilityLimit; capability++)
        {
            long dropped = Sys.Prctl(C.PR_CAPBSET_DROP, capability);
            if (dropped == -C.EINVAL)
            {
                break;
            }

            Report.Check(launch, Step.DropBounding, dropped);
        }

        // Ambient capabilities are cut with the permitted and inheritable sets by the kernel itself.
        uint* header = stackalloc uint[2];
        header[0] = C.CAPABILITY_VERSION_3;
        header[1] = 0;
        uint* sets = stackalloc uint[6];
        for (int i = 0; i < 6; i++)
        {
            sets[i] = 0;
        }

        Report.Check(launch, Step.DropCapabilities, Sys.Call(Nr.capset, (long)header, (long)sets));
        Report.Check(launch, Step.NoNewPrivileges, Sys.Prctl(C.PR_SET_NO_NEW_PRIVS, 1));
        Rlimits(launch);
        Landlock.Enter(launch);
    }

    private static void Rlimits(Launch* launch)
    {
        PlanRlimit* limits = (PlanRlimit*)launch->At(launch->Header->RlimitsOffset);
        for (uint i = 0; i < launch->Header->RlimitCount; i++)
        {
            Rlimit64 value;
            value.Soft = limits[i].Soft;
            value.Hard = limits[i].Hard;
            Report.Check(launch, Step.Rlimit, Sys.Call(Nr.prlimit64, 0, (long)limits[i].Resource, (long)&value, 0));
        }
    }
}
