using Sandbox.Core.Plans;
using Sandbox.Executor.Plan;

namespace Sandbox.Backends.Native;

/// <summary>Landlock rules to plan records, one to one.</summary>
internal static class LandlockCompiler
{
    /// <summary>Offset of the table; 0 when there are no rules.</summary>
    public static uint Write(PlanWriter writer, LandlockPlan? plan)
    {
        if (plan is null)
        {
            return 0;
        }

        uint table = writer.Reserve<PlanLandlockRule>(plan.Rules.Count);
        for (int i = 0; i < plan.Rules.Count; i++)
        {
            writer.Set(table, new PlanLandlockRule { Access = (ulong)plan.Rules[i].Access, Path = writer.Text(plan.Rules[i].Path) }, i);
        }

        return table;
    }
}
