namespace Sandbox.Core.Plans;

/// <summary>How much of the machine the sandbox may use, and what holds that.</summary>
public sealed record ResourcePlan
{
    public static ResourcePlan Unlimited { get; } = new();

    /// <summary>Bytes; null for no limit.</summary>
    public long? Memory { get; init; }

    public LimitMeans MemoryBy { get; init; }

    /// <summary>Hundredths of a processor; null for all of them.</summary>
    public int? Cpus { get; init; }

    public LimitMeans CpusBy { get; init; }

    /// <summary>Processes and threads, the sandbox's own two processes included; null for no limit.</summary>
    public int? Processes { get; init; }

    public LimitMeans ProcessesBy { get; init; }

    /// <summary>inotify instances of all processes together, a part of what the user may have on the host; 0 where the host's limit is not known.</summary>
    public int InotifyInstances { get; init; }

    /// <summary>inotify watches, likewise.</summary>
    public int InotifyWatches { get; init; }

    /// <summary>Null where no control group is used.</summary>
    public CgroupPlan? Cgroup { get; init; }
}
