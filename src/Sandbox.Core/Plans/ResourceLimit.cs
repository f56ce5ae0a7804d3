namespace Sandbox.Core.Plans;

/// <summary>One rlimit. Values are in the unit of the resource; null keeps what the launcher has.</summary>
/// <param name="Name">RLIMIT_* without the prefix, lower case ("core").</param>
/// <param name="Soft">Soft limit.</param>
/// <param name="Hard">Hard limit, never above the launcher's.</param>
public sealed record ResourceLimit(string Name, ulong Soft, ulong Hard);
