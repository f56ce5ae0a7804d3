namespace Sandbox.Core.Policy;

/// <summary>A variable that the user passes by <c>--env</c>.</summary>
/// <param name="Name">A name of the form [A-Za-z_][A-Za-z0-9_]*.</param>
/// <param name="Value">The value, or null to take the caller's.</param>
public sealed record EnvironmentGrant(string Name, string? Value)
{
    /// <summary>Never shows the value: it is often a secret.</summary>
    public override string ToString() => Value is null ? Name : $"{Name}=***";
}
