namespace Sandbox.Core.Plans;

/// <summary>The control groups of one sandbox, made before it starts and removed after it has ended.</summary>
/// <param name="Version">1 or 2.</param>
/// <param name="Groups">One a hierarchy: several with version 1, one with version 2.</param>
public sealed record CgroupPlan(int Version, IReadOnlyList<CgroupGroup> Groups);

/// <summary>One directory to make in <paramref name="Parent"/>, and what to write into it.</summary>
/// <param name="Parent">Absolute path below a cgroup file system.</param>
/// <param name="Settings">In order.</param>
public sealed record CgroupGroup(string Parent, IReadOnlyList<CgroupSetting> Settings);

/// <summary>One file of a group.</summary>
/// <param name="File">Its name.</param>
/// <param name="Value">What to write.</param>
/// <param name="Optional">A kernel built without this file does without.</param>
public sealed record CgroupSetting(string File, string Value, bool Optional = false);
