namespace Sandbox.Linux.Cgroups;

/// <summary>A directory in which groups may be made, and which controllers they have.</summary>
public sealed record CgroupDirectory(string Path, IReadOnlyList<string> Controllers);
