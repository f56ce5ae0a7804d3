using System.Globalization;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;

namespace Sandbox.Cli.Output;

/// <summary>Limits in words.</summary>
internal static class ResourceWords
{
    public static string Memory(ResourcePlan plan) => plan.Memory is not { } bytes
        ? "not limited"
        : SizeText.Of(bytes) + (plan.MemoryBy == LimitMeans.Cgroup ? By(plan) : " for each process (rlimit)");

    public static string Cpus(ResourcePlan plan) =>
        plan.Cpus is { } hundredths ? string.Create(CultureInfo.InvariantCulture, $"{hundredths / 100m:0.##}") + By(plan) : "all";

    public static string Processes(ResourcePlan plan) => plan.Processes is not { } count
        ? "not limited"
        : count.ToString(CultureInfo.InvariantCulture) + (plan.ProcessesBy == LimitMeans.Cgroup ? By(plan) : " (rlimit)");

    public static string Means(LimitMeans means) => means switch
    {
        LimitMeans.Cgroup => "cgroup",
        LimitMeans.Rlimit => "rlimit",
        _ => "none",
    };

    private static string By(ResourcePlan plan) => FormattableString.Invariant($" (control group, version {plan.Cgroup!.Version})");
}
