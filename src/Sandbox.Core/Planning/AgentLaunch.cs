using Sandbox.Core.Plans;

namespace Sandbox.Core.Planning;

/// <summary>What an agent needs to run inside; adapters (Claude Code first) make it, the planner only places it.</summary>
public sealed record AgentLaunch
{
    /// <summary>The command: an absolute path, or a bare name to look up inside.</summary>
    public required string Command { get; init; }

    /// <summary>Arguments before the user's own.</summary>
    public IReadOnlyList<string> LeadingArguments { get; init; } = [];

    /// <summary>Host directories it must see read-only to run at all.</summary>
    public IReadOnlyList<string> VisibleDirectories { get; init; } = [];

    /// <summary>A directory with the agent under its usual name, to put on PATH; null when it already is.</summary>
    public string? PathDirectory { get; init; }

    /// <summary>Host directories to make when absent, because the agent's state outlives the sandbox there.</summary>
    public IReadOnlyList<string> HostDirectories { get; init; } = [];

    /// <summary>Its private home: copies and shared state.</summary>
    public IReadOnlyList<PlannedMount> Home { get; init; } = [];

    public IReadOnlyList<PlannedVariable> Environment { get; init; } = [];

    /// <summary>Names of host variables it understands and that grant nothing.</summary>
    public IReadOnlyList<string> PassedVariables { get; init; } = [];

    /// <summary>A file of <see cref="Home"/> carries a credential.</summary>
    public bool CredentialFile { get; init; }
}
