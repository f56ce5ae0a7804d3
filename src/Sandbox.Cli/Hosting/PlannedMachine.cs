using Sandbox.Backends.Vm.Planning;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Cli.Hosting;

/// <summary>The virtual machine that a plan would start; nothing is started to find out.</summary>
/// <param name="Arguments">argv of QEMU in its sandbox; null when there is no machine to be made here.</param>
/// <param name="Obstacle">Why not, in a line; null when it can be.</param>
internal sealed record PlannedMachine(IReadOnlyList<string>? Arguments, string? Obstacle)
{
    /// <summary>Null for every other backend.</summary>
    public static PlannedMachine? Of(LaunchPlan plan, HostFacts facts)
    {
        if (plan.Backend != BackendKind.Vm)
        {
            return null;
        }

        try
        {
            return Of(plan, VmSelection.Planned(plan, facts));
        }
        catch (SandboxException e)
        {
            return new PlannedMachine(null, e.Message);
        }
    }

    public static PlannedMachine Of(LaunchPlan plan, VmMachine machine) => new(VmPlans.Outer(plan, machine, default).Arguments, null);
}
