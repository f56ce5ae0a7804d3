using Sandbox.Core.Diagnostics;
using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Catalog;

/// <summary>Refuses a store that another user could have filled.</summary>
/// <param name="files">The file system.</param>
/// <param name="uid">The caller's user id.</param>
internal sealed class AgentStoreCheck(IFileProbe files, uint uid)
{
    /// <summary>Directories that do not exist yet are fine.</summary>
    /// <exception cref="SandboxException">CS204: owned by someone else, writable by everybody, or not a directory.</exception>
    internal void ThrowIfUntrusted(AgentStore store)
    {
        string agents = PathText.Parent(store.Root)!;
        string ours = PathText.Parent(agents)!;
        foreach (string directory in new[] { store.DataHome, ours, agents, store.Root })
        {
            if (files.Look(directory) is { } facts && Problem(facts, !string.Equals(directory, store.DataHome, StringComparison.Ordinal)) is { } problem)
            {
                throw new SandboxException(ErrorCode.HostEnvironment, $"cannot use installed agents in {directory}: {problem}");
            }
        }
    }

    private string? Problem(FileFacts facts, bool ours) => facts switch
    {
        { IsDirectory: false } => "it is not a directory; move it away",
        _ when facts.Owner != uid => $"it belongs to user {facts.Owner}, not to you ({uid}); set HOME or XDG_DATA_HOME to a directory of yours",
        { IsWritableByOthers: true } when ours => "everybody may write to it; run chmod go-w on it and install the agent again",
        _ => null,
    };
}
