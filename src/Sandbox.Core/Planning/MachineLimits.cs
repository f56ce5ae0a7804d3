using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Core.Planning;

/// <summary>Limits of a sandbox that is a virtual machine: its size is what holds them.</summary>
public static class MachineLimits
{
    /// <summary>Bytes of memory unless --memory says otherwise, where the host has a third more.</summary>
    public const long DefaultMemory = 4L << 30;

    /// <summary>Processors unless --cpus says otherwise, where the host has as many and they run the machine themselves.</summary>
    public const int DefaultProcessors = 4;

    /// <summary>
    /// Processors of an emulated machine unless --cpus says otherwise. With a second one each answer of the shared file tree wakes one processor from
    /// the other, which both have to be emulated for: a file takes up to ten times longer, and QEMU's threads wait for each other busily.
    /// </summary>
    public const int EmulatedProcessors = 1;

    /// <summary>Less does not hold a kernel, its initial file system and an agent.</summary>
    public const long LeastMemory = 256L << 20;

    /// <summary>Whole processors, at least one.</summary>
    /// <param name="plan">What was asked for.</param>
    /// <param name="accelerated">The host's processors run the machine.</param>
    /// <param name="host">How many those are.</param>
    public static int Processors(ResourcePlan plan, bool accelerated, int host) =>
        plan.Cpus is { } hundredths ? Math.Max(1, (hundredths + 99) / 100)
        : accelerated ? Math.Min(DefaultProcessors, host)
        : EmulatedProcessors;

    public static ResourcePlan Of(LimitsPolicy limits, HostFacts facts)
    {
        long most = facts.MemoryBytes > 0 ? facts.MemoryBytes / 100 * LimitsPart.DefaultMemoryShare : DefaultMemory;
        long memory = limits.Memory is not { } word ? Math.Min(DefaultMemory, most)
            : LimitWords.IsNone(word) ? most
            : LimitWords.Bytes(word, facts.MemoryBytes) ?? DefaultMemory;
        int? hundredths = limits.Cpus is { } cpus ? LimitWords.Hundredths(cpus) : null;
        int? processes = limits.Processes is { } count ? LimitWords.Count(count) : LimitsPart.DefaultProcesses;
        bool counted = facts.Uid != 0 && processes is not null;
        return new ResourcePlan
        {
            Memory = Math.Max(LeastMemory, memory),
            MemoryBy = LimitMeans.Machine,
            Cpus = hundredths,
            CpusBy = hundredths is null ? LimitMeans.None : LimitMeans.Machine,
            Processes = counted ? processes : null,
            ProcessesBy = counted ? LimitMeans.Rlimit : LimitMeans.None,
        };
    }
}
