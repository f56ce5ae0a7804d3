using System.Globalization;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;

namespace Sandbox.Cli.Output;

/// <summary>Limits in words.</summary>
internal static class ResourceWords
{
    private const string Machine = " (the virtual machine's size)";

    public static string Memory(ResourcePlan plan) => plan.Memory is not { } bytes
        ? "not limited"
        : SizeText.Of(bytes) + (plan.MemoryBy switch { LimitMeans.Cgroup => By(plan), LimitMeans.Machine => Machine, _ => " for each process (rlimit)" });

    public static string Cpus(ResourcePlan plan) =>
        plan.Cpus is { } hundredths ? string.Create(CultureInfo.InvariantCulture, $"{hundredths / 100m:0.##}") + (plan.CpusBy == LimitMeans.Machine ? Machine : By(plan)) : "all";

    public static string Processes(ResourcePlan plan) => plan.Processes is not { } count
        ? "not limited"
        : count.ToString(CultureInfo.InvariantCulture) + (plan.ProcessesBy == LimitMeans.Cgroup ? By(plan) : " (rlimit)");

    public static string Inotify(ResourcePlan plan) => plan.InotifyInstances == 0
        ? "the host's limits"
        : string.Create(CultureInfo.InvariantCulture, $"{plan.InotifyInstances} instances, {plan.InotifyWatches} watches");

    public static string Means(LimitMeans means) => means switch
    {
        LimitMeans.Cgroup => "cgroup",
        LimitMeans.Rlimit => "rlimit",
        LimitMeans.Machine => "machine",
        _ => "none",
    };

    private static string By(ResourcePlan plan) => FormattableString.Invariant($" (control group, version {plan.Cgroup!.Version})");
}
