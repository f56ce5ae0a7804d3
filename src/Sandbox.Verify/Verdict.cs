namespace Sandbox.Verify;

/// <summary>What a check has shown.</summary>
public enum Verdict
{
    /// <summary>The attack failed in the sandbox, and the same attack worked without one.</summary>
    Blocked,

    /// <summary>The attack worked.</summary>
    Escaped,

    /// <summary>What programs need works.</summary>
    Allowed,

    /// <summary>What programs need, and what works without a sandbox, does not work in it.</summary>
    Broken,

    /// <summary>There is nothing to show on this machine, for this user or on this backend; the words say why.</summary>
    NotApplicable,

    /// <summary>Nothing was shown: the attack does not work without a sandbox either, or no answer came.</summary>
    Inconclusive,
}
