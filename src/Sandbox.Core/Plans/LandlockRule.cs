namespace Sandbox.Core.Plans;

/// <summary>Rights at a path inside and below it.</summary>
/// <param name="Path">Absolute; one that does not exist at launch grants nothing.</param>
/// <param name="Access">A part of <see cref="LandlockPlan.Handled"/>; on a file only what files have.</param>
public sealed record LandlockRule(string Path, LandlockAccess Access);
