using Sandbox.Core.Plans;

namespace Sandbox.Backends.Vm;

/// <summary>What cannot be shared with another kernel: a socket or a device of the host. There is never a machine without what was asked for.</summary>
internal static class HostEndpoints
{
    /// <summary>A line for each, in the plan's order, named after what asked for it.</summary>
    public static IEnumerable<PolicyLine> Lines(LaunchPlan plan)
    {
        foreach (BindMount bind in plan.Mounts.OfType<BindMount>())
        {
            // Those of "kernel" are /dev/null and its like, which the machine has of its own.
            if (bind.IsEndpoint || (bind.AllowDevices && !string.Equals(bind.Reason, "kernel", StringComparison.Ordinal)))
            {
                yield return new PolicyLine(bind.Reason, Enforcement.Impossible, $"{bind.Source} is a socket or device of this machine, which leads nowhere under another kernel");
            }
        }
    }
}
