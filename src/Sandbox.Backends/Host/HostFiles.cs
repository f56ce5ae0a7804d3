using Sandbox.Core.Hosts;
using Sandbox.Linux;
using Sandbox.Linux.Files;

namespace Sandbox.Backends.Host;

/// <summary>The planner's questions, answered by the real file system.</summary>
public sealed class HostFiles : IHostFiles
{
    public PathFacts Look(string path) => Facts(path, follow: false);

    public PathFacts Follow(string path) => Facts(path, follow: true);

    public bool CanEnter(string directory) => HostPath.CanEnter(directory);

    public bool CanWrite(string directory) => HostPath.CanWrite(directory);

    public IReadOnlyList<string> List(string directory)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(directory).Select(e => Path.GetFileName(e)!).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public byte[]? Read(string path, int limit)
    {
        // Before the open: a pipe would block it for ever.
        if (FileStatus.TryGet(path, follow: true, out FileStatus status) != 0 || !status.IsRegular)
        {
            return null;
        }

        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            if (file.Length > limit)
            {
                return null;
            }

            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public byte[]? ReadKernel(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
            byte[] buffer = new byte[4096];
            return buffer[..file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static PathFacts Facts(string path, bool follow)
    {
        int error = FileStatus.TryGet(path, follow, out FileStatus status);
        if (error != 0)
        {
            return error is Errno.EACCES or Errno.EPERM ? new PathFacts { Kind = PathKind.Forbidden } : PathFacts.Missing;
        }

        return new PathFacts
        {
            Kind = Kind(status),
            LinkTarget = status.IsSymlink ? HostPath.ReadLink(path) : null,
            Canonical = follow ? HostPath.Canonical(path) : null,
            Device = status.Device,
            Inode = status.Inode,
            Uid = status.Uid,
            Mode = status.Mode,
        };
    }

    private static PathKind Kind(FileStatus status) =>
        status.IsRegular ? PathKind.File :
        status.IsDirectory ? PathKind.Directory :
        status.IsSymlink ? PathKind.Symlink :
        status.IsSocket ? PathKind.Socket :
        status.IsCharacterDevice ? PathKind.CharacterDevice :
        status.IsBlockDevice ? PathKind.BlockDevice : PathKind.Fifo;
}
