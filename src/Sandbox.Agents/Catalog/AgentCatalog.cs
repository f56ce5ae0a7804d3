using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Catalog;

/// <summary>Lists what the store holds. Only complete versions count: the marker is written before the directory gets its name.</summary>
/// <param name="store">The store.</param>
/// <param name="files">The file system.</param>
/// <param name="uid">The caller's user id.</param>
public sealed class AgentCatalog(AgentStore store, IFileProbe files, uint uid)
{
    /// <summary>Newest first by semver precedence; empty when there is no store.</summary>
    /// <exception cref="Sandbox.Core.Diagnostics.SandboxException">CS204: the store belongs to someone else.</exception>
    public IReadOnlyList<InstalledAgent> List()
    {
        new AgentStoreCheck(files, uid).ThrowIfUntrusted(store);
        return
        [
            .. files.List(store.Root)
                .Select(SemanticVersion.TryParse)
                .OfType<SemanticVersion>()
                .Select(Read)
                .OfType<InstalledAgent>()
                .OrderByDescending(i => i.Version, SemanticVersionOrder.Instance),
        ];
    }

    /// <summary>The version if it is complete, else null.</summary>
    /// <exception cref="Sandbox.Core.Diagnostics.SandboxException">CS204: the store belongs to someone else.</exception>
    public InstalledAgent? Find(SemanticVersion version)
    {
        new AgentStoreCheck(files, uid).ThrowIfUntrusted(store);
        return Read(version);
    }

    private InstalledAgent? Read(SemanticVersion version)
    {
        string directory = store.VersionDirectory(version);
        string executable = PathText.Join(directory, ClaudeAgent.Name);
        return InstallMarker.Parse(files.ReadStart(PathText.Join(directory, InstallMarker.FileName), InstallMarker.LongestFile)) is { } marker
            && string.Equals(marker.Version, version.ToString(), StringComparison.Ordinal)
            && files.Look(executable) is { IsRegular: true, IsExecutable: true } facts
            && facts.Size == marker.Size
            && facts.Owner == uid
            ? new InstalledAgent { Version = version, Directory = directory, Executable = executable, Sha256 = marker.Sha256 }
            : null;
    }
}
