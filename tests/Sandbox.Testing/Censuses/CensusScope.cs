namespace Sandbox.Testing;

/// <summary>
/// What a <see cref="Census"/> looks at. Tests run in parallel on one machine, so a scope should be as narrow as the test's own
/// resources: give <see cref="Marker"/> (such as the path of a temporary directory) and <see cref="MountsUnder"/> where others may work.
/// </summary>
public sealed record CensusScope
{
    /// <summary>The programs of this repository, by the start of their file names.</summary>
    public static IReadOnlyList<string> OwnPrograms { get; } = ["claude-sandbox", "claude-container", "claude-remote", "sandbox-dummy"];

    /// <summary>Processes whose program or <c>argv[0]</c> has a file name that begins with one of these.</summary>
    public IReadOnlyList<string> Programs { get; init; } = OwnPrograms;

    /// <summary>
    /// When set, a process counts when its command line, environment or working directory contains this text, whatever its program.
    /// </summary>
    public string? Marker { get; init; }

    /// <summary>Mount points at or under these paths; <c>["/"]</c> means all, an empty list none.</summary>
    public IReadOnlyList<string> MountsUnder { get; init; } = ["/"];

    /// <summary>Trees whose files are compared by type, mode, owner, size and content. Mounts inside are not entered.</summary>
    public IReadOnlyList<string> Directories { get; init; } = [];

    /// <summary>Control groups whose own name begins with one of these, in every hierarchy.</summary>
    public IReadOnlyList<string> Cgroups { get; init; } = ["claude-sandbox"];

    /// <summary>Where the hierarchies are mounted; a test may name a tree of its own.</summary>
    public string CgroupRoot { get; init; } = "/sys/fs/cgroup";
}
