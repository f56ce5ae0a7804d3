using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Setup;

/// <summary>Enters the sandbox's control groups before anything of it exists: what is cloned later is in them from its first moment.</summary>
internal static unsafe class Cgroups
{
    public static void Enter(Launch* launch)
    {
        uint count = launch->Header->CgroupCount;
        for (uint i = 0; i < count; i++)
        {
            Report.Check(launch, Step.EnterCgroup, Enter(i));
        }

        Close(count);
    }

    /// <summary>The same without a plan: false when one cannot be entered.</summary>
    public static bool TryEnter(uint count)
    {
        for (uint i = 0; i < count; i++)
        {
            if (Enter(i) < 0)
            {
                return false;
            }
        }

        Close(count);
        return true;
    }

    // "0" is whoever writes.
    private static long Enter(uint index) => Sys.WriteAll(PlanFormat.CgroupDescriptor + index, Text.Z("0\0"u8), 1);

    private static void Close(uint count)
    {
        if (count > 0)
        {
            Sys.Call(Nr.close_range, PlanFormat.CgroupDescriptor, PlanFormat.CgroupDescriptor + count - 1, 0);
        }
    }
}
