namespace Sandbox.Linux.Processes;

/// <summary><see cref="IFileProbe"/> over the real file system. Names that are not UTF-8 are reported as missing, never as another file.</summary>
public sealed class HostFileProbe : IFileProbe
{
    /// <inheritdoc/>
    public FileFacts? Look(string path)
    {
        LinkWalk? walk = LinkWalk.Resolve(path);
        if (walk is null || FileStatus.Read(walk.RealPath) is not { } status)
        {
            return null;
        }

        return new FileFacts
        {
            RealPath = walk.RealPath,
            Traversed = walk.Traversed,
            IsRegular = status.IsRegular,
            IsDirectory = status.IsDirectory,
            IsExecutable = ProcessCalls.access(walk.RealPath, ProcessCalls.X_OK) == 0,
            IsWritable = ProcessCalls.access(walk.RealPath, ProcessCalls.W_OK) == 0,
            IsWritableByOthers = status.IsWritableByOthers || walk.Traversed.Append(walk.RealPath).Any(IsReplaceableByOthers),
            Owner = status.Owner,
            Size = status.Size,
        };
    }

    /// <inheritdoc/>
    public byte[] ReadStart(string path, int count)
    {
        try
        {
            // A FIFO would block the open for ever.
            if (FileStatus.Read(path) is not { IsRegular: true })
            {
                return [];
            }

            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] buffer = new byte[count];
            return buffer[..stream.ReadAtLeast(buffer, count, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string directory)
    {
        // Looked at first because an exception costs a process that has just started two milliseconds.
        if (!Directory.Exists(directory))
        {
            return [];
        }

        try
        {
            return [.. Directory.EnumerateFileSystemEntries(directory).Select(PathText.Name).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // Only the directory itself counts when it is sticky: there, others may add names but not replace what is theirs to leave alone.
    private static bool IsReplaceableByOthers(string path)
    {
        string? directory = PathText.Parent(path);
        for (bool first = true; directory is not null; first = false, directory = PathText.Parent(directory))
        {
            if (FileStatus.Read(directory) is { IsWritableByOthers: true } status && (first || !status.IsSticky))
            {
                return true;
            }
        }

        return false;
    }
}
