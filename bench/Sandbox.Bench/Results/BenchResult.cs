using System.Text.Json.Serialization;

namespace Sandbox.Bench.Results;

/// <summary>Everything that one user measured; what was not measured is null.</summary>
internal sealed record BenchResult
{
    public required uint Uid { get; init; }

    /// <summary>/proc/loadavg's first number before and after.</summary>
    public required double LoadBefore { get; init; }

    public required double LoadAfter { get; init; }

    public TimingRuns? Executor { get; init; }

    public SyscallResult? Syscalls { get; init; }

    public StressResult? Stress { get; init; }

    public EndToEndResult? EndToEnd { get; init; }

    public MemoryResult? Memory { get; init; }

    public NetworkResult? Network { get; init; }

    public GitResult? Git { get; init; }

    public VmResult? Vm { get; init; }

    public TimingRuns? Generate { get; init; }

    public TimingRuns? Backends { get; init; }

    /// <summary>Sessions that join a live sandbox.</summary>
    public IReadOnlyList<Summary>? Join { get; init; }
}

/// <summary>System calls until the payload's execve has returned.</summary>
/// <param name="Executor">Frozen policy, 20 binds.</param>
/// <param name="Bubblewrap">The same.</param>
/// <param name="HardenedExecutor">Nested user namespaces forbidden, Landlock scopes.</param>
/// <param name="HardenedBubblewrap">Nested user namespaces forbidden.</param>
internal sealed record SyscallResult(int Executor, int Bubblewrap, int HardenedExecutor, int HardenedBubblewrap);

/// <summary>Many launches at once.</summary>
internal sealed record StressResult(StressTally Executor, StressTally Bubblewrap);

/// <summary>What came of them.</summary>
internal sealed record StressTally(int Launches, int Parallel, double Seconds, int Hangs, int WrongExitCodes, int LeftProcesses, int LeftMounts, int LeftFiles)
{
    [JsonIgnore]
    public double PerSecond => Launches / Seconds;
}

/// <summary>Whole commands, and where the launcher's own time went.</summary>
/// <param name="Timings">Launcher, peer, an empty .NET program.</param>
/// <param name="Phases">Milliseconds of each phase of the launcher, in order; medians do not add up exactly.</param>
internal sealed record EndToEndResult(TimingRuns Timings, IReadOnlyList<Summary> Phases);

/// <summary>Proportional set size in KiB of a live sandbox without its payload.</summary>
internal sealed record MemoryResult(ProcessMemory Executor, ProcessMemory Bubblewrap);

/// <summary>Sum over the processes.</summary>
internal sealed record ProcessMemory(int Processes, long KiB);
