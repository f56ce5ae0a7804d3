using System.Globalization;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Core.Planning;

/// <summary>Limits from the policy and what this machine can hold: control groups where they may be made, else rlimits and a notice.</summary>
public static class LimitsPart
{
    /// <summary>Processes and threads of a sandbox unless --pids says otherwise.</summary>
    public const int DefaultProcesses = 4096;

    /// <summary>Share of the machine's memory unless --memory says otherwise, in percent.</summary>
    public const int DefaultMemoryShare = 75;

    private const long MostTmp = 8L << 30;
    private const int Period = 100_000;

    /// <summary>Bytes of each private in-memory place: 8 GiB, or half of the memory of a machine that has less than twice that.</summary>
    public static long TmpSize(LimitsPolicy limits, HostFacts facts) =>
        limits.TmpSize is { } word && LimitWords.Bytes(word, Known(facts.MemoryBytes)) is { } asked and > 0 ? asked : UsualTmpSize(facts.MemoryBytes);

    /// <summary>The same without --tmp-size.</summary>
    /// <param name="memory">Bytes of memory of the machine; 0 when unknown.</param>
    public static long UsualTmpSize(long memory) => Math.Min(MostTmp, Known(memory) / 2);

    /// <summary>Bytes of memory without --memory; null where there is no telling.</summary>
    /// <param name="memory">Bytes of memory of the machine; 0 when unknown.</param>
    public static long? UsualMemory(long memory) => memory > 0 ? Math.Max(LimitWords.LeastMemory, memory / 100 * DefaultMemoryShare) : null;

    private static long Known(long memory) => memory > 0 ? memory : 2 * MostTmp;

    public static ResourcePlan Of(LimitsPolicy limits, HostFacts facts)
    {
        long? memory = Memory(limits, facts);
        int? cpus = limits.Cpus is { } word ? LimitWords.Hundredths(word) : null;
        int? processes = limits.Processes is { } count ? LimitWords.Count(count) : DefaultProcesses;
        CgroupFacts cgroups = facts.Cgroups;
        bool byMemory = memory is not null && cgroups.Parent("memory") is not null;
        bool byCpu = cpus is not null && cgroups.Parent("cpu") is not null;
        bool byPids = processes is not null && cgroups.Parent("pids") is not null;
        List<CgroupGroup> groups = [];
        if (byMemory)
        {
            Add(groups, cgroups.Parent("memory")!, MemorySettings(cgroups.Version, memory!.Value));
        }

        if (byPids)
        {
            Add(groups, cgroups.Parent("pids")!, [new("pids.max", Text(processes!.Value))]);
        }

        if (byCpu)
        {
            Add(groups, cgroups.Parent("cpu")!, CpuSettings(cgroups.Version, cpus!.Value));
        }

        // What nobody asked for and nothing can hold is no limit. The kernel never counts the processes of root.
        bool each = !byMemory && limits.Memory is not null && memory is not null;
        bool counted = !byPids && facts.Uid != 0;
        return new ResourcePlan
        {
            Memory = byMemory || each ? memory : null,
            MemoryBy = byMemory ? LimitMeans.Cgroup : each ? LimitMeans.Rlimit : LimitMeans.None,
            Cpus = byCpu ? cpus : null,
            CpusBy = byCpu ? LimitMeans.Cgroup : LimitMeans.None,
            Processes = byPids || counted ? processes : null,
            ProcessesBy = processes is null ? LimitMeans.None : byPids ? LimitMeans.Cgroup : counted ? LimitMeans.Rlimit : LimitMeans.None,
            InotifyInstances = Share(facts.MostInotifyInstances),
            InotifyWatches = Share(facts.MostInotifyWatches),
            Cgroup = groups.Count > 0 ? new CgroupPlan(cgroups.Version, groups) : null,
        };
    }

    /// <summary>The rlimits of a plan.</summary>
    public static IReadOnlyList<ResourceLimit> Rlimits(ResourcePlan plan, HostFacts facts)
    {
        List<ResourceLimit> limits = [new ResourceLimit("core", 0, 0)];
        if (plan is { ProcessesBy: LimitMeans.Rlimit, Processes: { } processes })
        {
            ulong most = Math.Min((ulong)processes, facts.MostProcesses);
            limits.Add(new ResourceLimit("nproc", most, most));
        }

        if (plan is { MemoryBy: LimitMeans.Rlimit, Memory: { } memory })
        {
            ulong most = Math.Min((ulong)memory, facts.MostData);
            limits.Add(new ResourceLimit("data", most, most));
        }

        return limits;
    }

    /// <summary>What is weaker than a control group would make it: one notice, or with --require-limits one finding.</summary>
    internal static void Say(PlanContext context, ResourcePlan plan)
    {
        List<string> weaker = Weaker(context.Policy.Limits, context.Facts.Uid, plan);
        if (weaker.Count == 0)
        {
            return;
        }

        string what = string.Join(", ", weaker);
        string why = context.Facts.Cgroups.Why ?? "the kernel has no such controller";
        if (context.Policy.Limits.Required)
        {
            context.Findings.Add(ErrorCode.KernelFeature, $"--require-limits: {what} ({why}): leave the flag out, or see `claude-sandbox doctor`");
        }
        else
        {
            context.Notices.Add($"limits: {what} ({why}; `claude-sandbox doctor` says more)");
        }
    }

    private static List<string> Weaker(LimitsPolicy limits, uint uid, ResourcePlan plan)
    {
        List<string> weaker = [];
        if (plan.MemoryBy != LimitMeans.Cgroup && !(limits.Memory is { } m && LimitWords.IsNone(m)))
        {
            weaker.Add(plan.MemoryBy == LimitMeans.Rlimit ? "--memory holds for each process, not for all together" : "memory is not limited");
        }

        if (limits.Cpus is { } c && !LimitWords.IsNone(c) && plan.CpusBy == LimitMeans.None)
        {
            weaker.Add("--cpus is not enforced");
        }

        if (plan.ProcessesBy != LimitMeans.Cgroup && !(limits.Processes is { } p && LimitWords.IsNone(p)))
        {
            weaker.Add(uid == 0 ? "the number of processes is not limited" : FormattableString.Invariant($"at most {plan.Processes} processes by rlimit"));
        }

        return weaker;
    }

    // Counted for the user and not for the sandbox: what it may not have is left for editors and others outside.
    private static int Share(int most) => most == 0 ? 0 : Math.Max(1, most - (most / 4));

    private static long? Memory(LimitsPolicy limits, HostFacts facts)
    {
        if (limits.Memory is { } word)
        {
            return LimitWords.IsNone(word) ? null : Math.Max(LimitWords.LeastMemory, LimitWords.Bytes(word, facts.MemoryBytes) ?? 0);
        }

        return UsualMemory(facts.MemoryBytes);
    }

    // Without a limit on swap a memory limit moves the problem to the disk.
    private static CgroupSetting[] MemorySettings(int version, long bytes) => version == 1
        ? [new("memory.limit_in_bytes", Text(bytes)), new("memory.memsw.limit_in_bytes", Text(bytes), Optional: true)]
        : [new("memory.max", Text(bytes)), new("memory.swap.max", "0", Optional: true)];

    private static CgroupSetting[] CpuSettings(int version, int hundredths)
    {
        // The kernel takes no quota below a millisecond.
        long quota = Math.Max(1000, (long)hundredths * (Period / 100));
        return version == 1
            ? [new("cpu.cfs_period_us", Text(Period)), new("cpu.cfs_quota_us", Text(quota))]
            : [new("cpu.max", $"{Text(quota)} {Text(Period)}")];
    }

    private static void Add(List<CgroupGroup> groups, string parent, CgroupSetting[] settings)
    {
        int at = groups.FindIndex(g => string.Equals(g.Parent, parent, StringComparison.Ordinal));
        if (at < 0)
        {
            groups.Add(new CgroupGroup(parent, settings));
        }
        else
        {
            groups[at] = groups[at] with { Settings = [.. groups[at].Settings, .. settings] };
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
