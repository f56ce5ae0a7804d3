namespace Sandbox.Core.Hosts;

/// <summary>Everything about this machine and this user that a plan depends on.</summary>
public sealed record HostFacts
{
    public required uint Uid { get; init; }

    public required uint Gid { get; init; }

    /// <summary>Login name, or "user" when the uid has no entry in the user database.</summary>
    public required string UserName { get; init; }

    public required string GroupName { get; init; }

    /// <summary>Absolute and canonical.</summary>
    public required string Home { get; init; }

    /// <summary>The caller's directory.</summary>
    public required string WorkingDirectory { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required IHostFiles Files { get; init; }

    /// <summary>Landlock ABI of the running kernel; 0 when it has none.</summary>
    public required int LandlockAbi { get; init; }

    /// <summary>Canonical directory of this program, which may lie in a project (a checkout of its own sources); null when unknown.</summary>
    public string? ProgramDirectory { get; init; }

    /// <summary>Where this program keeps what belongs to the project, canonical; it need not exist. Null where nothing is about to run.</summary>
    public string? ProjectStateDirectory { get; init; }
    /// <summary>Bytes of memory of this machine; 0 when unknown.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>inotify instances that one user of this machine may have; 0 when unknown.</summary>
    public int MostInotifyInstances { get; init; }

    /// <summary>inotify watches, likewise.</summary>
    public int MostInotifyWatches { get; init; }

    /// <summary>Where control groups may be made.</summary>
    public CgroupFacts Cgroups { get; init; } = CgroupFacts.Nowhere;

    /// <summary>Hard RLIMIT_NPROC of the caller.</summary>
    public ulong MostProcesses { get; init; } = ulong.MaxValue;

    /// <summary>Hard RLIMIT_DATA of the caller, in bytes.</summary>
    public ulong MostData { get; init; } = ulong.MaxValue;

    /// <summary>Path of the terminal behind descriptor 0, 1 or 2, or null.</summary>
    public string? Terminal { get; init; }

    /// <summary>Where a browser in this project's sandbox keeps its profile from one to the next; null: it keeps none.</summary>
    public string? BrowserProfile { get; init; }

    public string? Variable(string name) =>
        Environment.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;
}
