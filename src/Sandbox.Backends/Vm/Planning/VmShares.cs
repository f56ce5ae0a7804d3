using System.Globalization;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;

namespace Sandbox.Backends.Vm.Planning;

/// <summary>What a plan's machine sees: the whole tree of QEMU's own sandbox, which is the plan's tree, and large read-only parts of it again with a cache.</summary>
internal static class VmShares
{
    private const string System = "system";
    private const string Agent = "agent";

    /// <summary>The root first, then in the order of their paths.</summary>
    public static IReadOnlyList<VmShare> Of(LaunchPlan plan)
    {
        string[] kept =
        [
            .. plan.Mounts.OfType<BindMount>()
                .Where(static b => b is { Writable: false, IsFile: false, Optional: false } && b.Reason is System or Agent)
                .Select(static b => b.Target).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        string[] top = [.. kept.Where(p => !kept.Any(other => !string.Equals(other, p, StringComparison.Ordinal) && Paths.IsWithin(p, other)))];
        return [new VmShare("root", "/", Kept: false), .. top.Select(static (path, i) => new VmShare(string.Create(CultureInfo.InvariantCulture, $"kept{i}"), path, Kept: true))];
    }
}
