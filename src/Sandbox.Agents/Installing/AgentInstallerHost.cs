using Sandbox.Agents.Catalog;
using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Installing;

/// <summary>Everything that <see cref="AgentInstaller"/> needs of the machine and the user.</summary>
public sealed record AgentInstallerHost
{
    public required AgentStore Store { get; init; }

    public required AgentPlatform Platform { get; init; }

    public required ICommandRunner Runner { get; init; }

    /// <summary>Finds npm and node.</summary>
    public required ExecutableResolver Resolver { get; init; }

    public required IFileProbe Files { get; init; }

    /// <summary>The caller's environment; npm gets a choice of it.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The caller's user id.</summary>
    public required uint Uid { get; init; }

    public required IInstallProgress Progress { get; init; }

    public required TimeProvider Clock { get; init; }
}
