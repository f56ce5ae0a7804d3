using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Setup;

/// <summary>Enters the sandbox's control groups before anything of it exists: what is cloned later is in them from its first moment.</summary>
internal static unsafe class Cgroups
{
    public static void Enter(Launch* launch)
    {
        for (uint i = 0; i < launch->Header->CgroupCount; i++)
        {
            // "0" is whoever writes.
            Report.Check(launch, Step.EnterCgroup, Sys.WriteAll(PlanFormat.CgroupDescriptor + i, Text.Z("0\0"u8), 1));
        }

        if (launch->Header->CgroupCount > 0)
        {
            Sys.Call(Nr.close_range, PlanFormat.CgroupDescriptor, PlanFormat.CgroupDescriptor + launch->Header->CgroupCount - 1, 0);
        }
    }
}
