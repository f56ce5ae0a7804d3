namespace Sandbox.Verify;

/// <summary>The battery on one backend.</summary>
/// <param name="Backend">Its name.</param>
/// <param name="Unusable">Why it cannot run here; null when it ran.</param>
/// <param name="Results">In the order of the list; empty when it did not run.</param>
public sealed record BatteryReport(string Backend, string? Unusable, IReadOnlyList<CheckResult> Results)
{
    /// <summary>Nothing escaped and nothing is broken.</summary>
    public bool Holds => Results.All(static r => r.Verdict is not (Verdict.Escaped or Verdict.Broken));

    public int Count(Verdict verdict) => Results.Count(r => r.Verdict == verdict);
}
