using Sandbox.Linux.Files;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Processes;

/// <summary><see cref="IFileProbe"/> over the real file system. Names that are not UTF-8 are reported as missing, never as another file.</summary>
public sealed class HostFileProbe : IFileProbe
{
    /// <inheritdoc/>
    public FileFacts? Look(string path)
    {
        LinkWalk? walk = LinkWalk.Resolve(path);
        if (walk is null || FileStatus.Look(walk.RealPath) is not { } status)
        {
            return null;
        }

        return new FileFacts
        {
            RealPath = walk.RealPath,
            Traversed = walk.Traversed,
            IsRegular = status.IsRegular,
            IsDirectory = status.IsDirectory,
            IsExecutable = HostPath.CanExecute(walk.RealPath),
            IsWritable = HostPath.CanModify(walk.RealPath),
            IsWritableByOthers = status.IsWritableByOthers || walk.Traversed.Append(walk.RealPath).Any(IsReplaceableByOthers),
            Owner = status.Uid,
            Size = status.Size,
        };
    }

    /// <inheritdoc/>
    public byte[] ReadStart(string path, int count)
    {
        try
        {
            // A FIFO would block the open for ever.
            if (FileStatus.Look(path) is not { IsRegular: true })
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

    // In a sticky directory others may add names, but neither remove nor replace what belongs to root or the caller.
    private static bool IsReplaceableByOthers(string path)
    {
        uint caller = Libc.geteuid();
        for (string entry = path; PathText.Parent(entry) is { } directory; entry = directory)
        {
            if (FileStatus.Look(directory) is { IsWritableByOthers: true } status
                && !(status.IsSticky && FileStatus.Look(entry) is { } own && (own.Uid == 0 || own.Uid == caller)))
            {
                return true;
            }
        }

        return false;
    }
}
