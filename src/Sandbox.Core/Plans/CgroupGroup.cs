namespace Sandbox.Core.Plans;

/// <summary>One directory to make in <paramref name="Parent"/>, and what to write into it.</summary>
/// <param name="Parent">Absolute path below a cgroup file system.</param>
/// <param name="Settings">In order.</param>
public sealed record CgroupGroup(string Parent, IReadOnlyList<CgroupSetting> Settings);
