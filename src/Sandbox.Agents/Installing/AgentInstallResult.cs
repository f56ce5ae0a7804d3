using Sandbox.Agents.Catalog;

namespace Sandbox.Agents.Installing;

/// <summary>What an install came to.</summary>
public sealed record AgentInstallResult
{
    public required InstalledAgent Agent { get; init; }

    /// <summary>It was complete before; nothing was downloaded.</summary>
    public bool WasInstalled { get; init; }
}
