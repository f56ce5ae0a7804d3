using Sandbox.Agents.Catalog;
using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Installing;

/// <summary>
/// Where an install works: beside its destination, so that the last step is one rename. It is removed on every way out, and by the next
/// install when its owner was killed. Make and sweep only under <see cref="InstallLock"/>.
/// </summary>
internal sealed class StagingDirectory : IDisposable
{
    private StagingDirectory(string path)
    {
        Path = path;
    }

    internal string Path { get; }

    /// <summary>A private home for programs that are run before they are trusted.</summary>
    internal string Home => PathText.Join(Path, "home");

    public void Dispose() => DirectoryTree.TryDelete(Path);

    internal static StagingDirectory Create(AgentStore store, SemanticVersion version)
    {
        StagingDirectory staging = new(store.NewStagingDirectory(version));
        Directory.CreateDirectory(staging.Home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return staging;
    }

    internal static void Sweep(AgentStore store, IFileProbe files)
    {
        foreach (string name in files.List(store.Root).Where(AgentStore.IsStaging))
        {
            DirectoryTree.TryDelete(PathText.Join(store.Root, name));
        }
    }
}
