namespace Sandbox.Core.Plans;

/// <summary>
/// The second floor below the mounts: what the payload may do to files by the kernel's Landlock, whatever a mount allows.
/// What is handled and granted by no rule at or above a file is refused.
/// </summary>
/// <param name="Abi">The kernel's Landlock ABI, 2 or more.</param>
/// <param name="Handled">Every right that needs a rule.</param>
/// <param name="Rules">Rights at a path and below it; they add up.</param>
public sealed record LandlockPlan(int Abi, LandlockAccess Handled, IReadOnlyList<LandlockRule> Rules);
