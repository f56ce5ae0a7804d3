using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Installing;

/// <summary>
/// Removes a staging directory. Links are unlinked, never followed. The store is private to the user and never visible inside a sandbox,
/// so nobody can swap a directory for a link meanwhile.
/// </summary>
internal static class DirectoryTree
{
    /// <summary>Best effort: a killed install's npm may still be writing. What stays is swept by the next install.</summary>
    internal static void TryDelete(string directory)
    {
        for (int attempt = 0; attempt < 3 && Directory.Exists(directory); attempt++)
        {
            try
            {
                Delete(directory);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
            }
        }
    }

    private static void Delete(string directory)
    {
        File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (FileSystemInfo entry in new DirectoryInfo(directory).EnumerateFileSystemInfos())
        {
            string path = PathText.Join(directory, entry.Name);
            if (entry.LinkTarget is null && entry is DirectoryInfo)
            {
                Delete(path);
            }
            else
            {
                File.Delete(path);
            }
        }

        Directory.Delete(directory);
    }
}
