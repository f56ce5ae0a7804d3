namespace Sandbox.Agents.Home;

/// <summary>One entry of <c>~/.claude</c> that exists inside.</summary>
public sealed record ClaudeHomeEntry
{
    /// <summary>Path below <c>~/.claude</c>, the same outside and inside.</summary>
    public required string Name { get; init; }

    public required ClaudeHomeEntryKind Kind { get; init; }
}
