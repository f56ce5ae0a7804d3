namespace Sandbox.Core.Plans;

/// <summary>How a backend holds one line of a policy.</summary>
public enum Enforcement
{
    /// <summary>As asked for.</summary>
    Enforced,

    /// <summary>Less than asked for, and how is said.</summary>
    Weaker,

    /// <summary>Not at all: where it was asked for, nothing is started.</summary>
    Impossible,
}
