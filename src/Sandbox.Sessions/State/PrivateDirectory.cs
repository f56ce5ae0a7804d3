using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Linux;
using Sandbox.Linux.Files;
using Sandbox.Linux.Kernel;

namespace Sandbox.Sessions.State;

/// <summary>Directories of our own: 0700 when made, ours, and no link in the place of the last component.</summary>
public static class PrivateDirectory
{
    private const uint OwnerOnly = 0b111_000_000;
    private const uint WritableByOthers = 0b000_010_010;

    /// <summary>Makes the directory and what is missing above it.</summary>
    /// <exception cref="SandboxException">CS501: it cannot be made, or somebody else owns it.</exception>
    public static void Ensure(string path)
    {
        if (Paths.Parent(path) is { } parent && parent != "/" && FileStatus.TryGet(parent, follow: true, out _) != 0)
        {
            Ensure(parent);
        }

        int error = HostPath.MakeDirectory(path, OwnerOnly);
        if (error is not (0 or Errno.EEXIST))
        {
            throw Error($"cannot make {PrintableText.Escape(path)}: {Errno.Describe(error)} ({Errno.Name(error)}): set XDG_STATE_HOME or XDG_DATA_HOME to a place you may write");
        }
    }

    /// <summary>As <see cref="Ensure"/>, and refuses one that is a link, belongs to someone else or may be written by others.</summary>
    public static void EnsureOwn(string path)
    {
        Ensure(path);
        int error = FileStatus.TryGet(path, follow: false, out FileStatus status);
        if (error != 0 || !status.IsDirectory || status.Uid != ProcessIdentity.Uid)
        {
            throw Error($"refusing to use {PrintableText.Escape(path)}: it is not a directory of yours: move it away");
        }

        if ((status.Mode & WritableByOthers) != 0)
        {
            throw Error($"refusing to use {PrintableText.Escape(path)}: others may write to it: run `chmod go-w` on it");
        }
    }

    private static SandboxException Error(string message) => new(ErrorCode.State, message);
}
