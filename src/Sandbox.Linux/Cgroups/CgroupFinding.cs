namespace Sandbox.Linux.Cgroups;

/// <summary>What a probe found.</summary>
/// <param name="Version">1 or 2 by what the machine has; 0 for neither.</param>
/// <param name="Directories">Where groups may be made; empty for nowhere.</param>
public sealed record CgroupFinding(int Version, IReadOnlyList<CgroupDirectory> Directories);
