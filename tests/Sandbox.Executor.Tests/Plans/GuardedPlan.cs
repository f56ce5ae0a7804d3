using Sandbox.Executor.Plan;
using Sandbox.Executor.Tests.Fakes;

namespace Sandbox.Executor.Tests.Plans;

/// <summary>PlanCheck on bytes that end at an inaccessible page.</summary>
internal static unsafe class GuardedPlan
{
    public static bool IsSound(byte[] plan)
    {
        using GuardedMemory memory = new(plan.Length);
        plan.CopyTo(memory.Bytes);
        return PlanCheck.IsSound(memory.Start, (ulong)plan.Length);
    }
}
