namespace Sandbox.Agents;

/// <summary>An agent program on the host and what a sandbox needs in order to run it.</summary>
public sealed record AgentInstallation
{
    /// <summary>Absolute path to execute, links resolved: the agent itself, or node for an agent that is a script.</summary>
    public required string Executable { get; init; }

    /// <summary>Arguments that come before the agent's own (for a script: node's flags and the script's path).</summary>
    public IReadOnlyList<string> LeadingArguments { get; init; } = [];

    /// <summary>
    /// Host directories that must be visible, read-only, at the same path inside. /usr and /nix/store are always visible and never listed.
    /// </summary>
    public required IReadOnlyList<string> VisibleDirectories { get; init; }

    /// <summary>Its version, when the files around it tell; nothing is executed to find out.</summary>
    public string? Version { get; init; }

    public required AgentSource Source { get; init; }

    /// <summary>Where it was found, links not resolved, for people.</summary>
    public required string FoundAt { get; init; }
}
