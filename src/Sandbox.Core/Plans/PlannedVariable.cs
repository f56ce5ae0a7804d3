using Sandbox.Core.Secrets;

namespace Sandbox.Core.Plans;

/// <summary>A variable of the payload's environment: a plain value or a secret, never both.</summary>
public sealed record PlannedVariable
{
    public required string Name { get; init; }

    public string? Value { get; init; }

    public Secret? Secret { get; init; }

    /// <summary>Where it comes from, for people ("--env", "host", "sandbox").</summary>
    public required string Reason { get; init; }

    /// <summary>Given by the user with a value: printed as *** because it is often a secret.</summary>
    public bool Sensitive { get; init; }

    public override string ToString() => $"{Name}={(Secret is null && !Sensitive ? Value : "***")}";
}
