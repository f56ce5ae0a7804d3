namespace Sandbox.Core.Hosts;

/// <summary>A directory of a cgroup file system in which this process may make others, and what can be limited in those.</summary>
public sealed record CgroupPlace(string Directory, IReadOnlyList<string> Controllers);
