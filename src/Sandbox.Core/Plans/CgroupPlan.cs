namespace Sandbox.Core.Plans;

/// <summary>The control groups of one sandbox, made before it starts and removed after it has ended.</summary>
/// <param name="Version">1 or 2.</param>
/// <param name="Groups">One a hierarchy: several with version 1, one with version 2.</param>
public sealed record CgroupPlan(int Version, IReadOnlyList<CgroupGroup> Groups);
