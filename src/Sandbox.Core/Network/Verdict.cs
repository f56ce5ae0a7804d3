namespace Sandbox.Core.Network;

/// <summary>What the rules say of one destination.</summary>
public sealed record Verdict
{
    public required bool Allowed { get; init; }

    /// <summary>The rule that decided, as it was written, or null when none matched.</summary>
    public string? Rule { get; init; }

    /// <summary>Why, in a few words: "allowed by preset npm", "no rule allows it".</summary>
    public required string Reason { get; init; }

    /// <summary>For a refusal: the option that would allow it, "--allow example.com:443"; null when nothing would.</summary>
    public string? Remedy { get; init; }
}
