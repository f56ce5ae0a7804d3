using Sandbox.Agents.Catalog;
using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Installing;

/// <summary>The step that makes a checked package an installed version.</summary>
internal static class Publication
{
    /// <summary>The marker is inside before the rename, so the version's name never stands for anything incomplete, also after a power cut.</summary>
    internal static void Publish(AgentStore store, SemanticVersion version, string package, InstallMarker marker, StagingDirectory staging)
    {
        Flush(PathText.Join(package, ClaudeAgent.Name));
        string markerFile = PathText.Join(package, InstallMarker.FileName);
        File.WriteAllBytes(markerFile, marker.ToJson());
        Flush(markerFile);
        File.SetUnixFileMode(package, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        string destination = store.VersionDirectory(version);
        if (Directory.Exists(destination))
        {
            // Damaged since it was installed, or the catalog would have found it.
            Directory.Move(destination, PathText.Join(staging.Path, "damaged"));
        }

        Directory.Move(package, destination);
    }

    private static void Flush(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        stream.Flush(flushToDisk: true);
    }
}
