using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Linux;
using Sandbox.Linux.Files;
using Sandbox.Linux.Kernel;
using Sandbox.Sessions.State;

namespace Sandbox.Sessions.Live;

/// <summary>
/// The registry of what runs: a directory for each live sandbox, named like the project's state. Nothing in it is believed for what it says;
/// who holds an entry's lock is alive, and everything else is asked of that process over its socket.
/// </summary>
public sealed class RunDirectory : IDisposable
{
    private const uint WritableByOthers = 0b000_010_010;
    private const string BootId = "/proc/sys/kernel/random/boot_id";

    private RunDirectory(string path, Descriptor directory) => (Path, Directory) = (path, directory);

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    internal Descriptor Directory { get; }

    /// <summary>
    /// <c>$XDG_RUNTIME_DIR/claude-sandbox</c>, or where that variable is unset or names nothing <c>run/BOOT</c> in the state directory, which the
    /// next boot does not believe.
    /// </summary>
    /// <exception cref="SandboxException">CS204: the variable names something that is not this user's.</exception>
    public static string Locate(HostFacts facts)
    {
        string? value = facts.Variable("XDG_RUNTIME_DIR");
        if (value is not null && !value.StartsWith('/'))
        {
            throw new SandboxException(ErrorCode.HostEnvironment, $"XDG_RUNTIME_DIR is {PrintableText.Escape(value)}, which is not an absolute path: unset it or make it absolute");
        }

        if (value is null || FileStatus.TryGet(value, follow: true, out FileStatus status) == Errno.ENOENT)
        {
            string boot = StateErrors.Explain(BootId, static () => File.ReadAllText(BootId)).TrimEnd('\n');
            return Paths.Join(Paths.Join(XdgDirectories.State(facts), "run"), boot);
        }

        return status.IsDirectory && status.Uid == ProcessIdentity.Uid
            ? Paths.Join(Paths.Absolute(value, "/", "/"), "claude-sandbox")
            : throw new SandboxException(
                ErrorCode.HostEnvironment, $"XDG_RUNTIME_DIR is {PrintableText.Escape(value)}, which is not a directory of yours: unset it, or log in as the user you want to be");
    }

    /// <summary>Makes it on first use.</summary>
    /// <exception cref="SandboxException">CS204, CS501 or CS503.</exception>
    public static RunDirectory Open(HostFacts facts)
    {
        string path = Locate(facts);
        string state = XdgDirectories.State(facts);
        if (Paths.IsWithin(path, state))
        {
            PrivateDirectory.EnsureOwn(state);
        }

        PrivateDirectory.Ensure(path);
        Descriptor? directory = OpenOwn(path);
        try
        {
            RunDirectory run = new(path, directory ?? throw Foreign(path));
            directory = null;
            return run;
        }
        finally
        {
            directory?.Dispose();
        }
    }

    /// <summary>Held while entries come and go; short. The file stays, so that nobody ever waits for one that is gone.</summary>
    internal FileLock Gate() => StateErrors.Explain(Path, () => FileLock.Take(Inside("lock"), wait: true)!);

    /// <summary>A path below the directory that was opened, whatever has its name by now.</summary>
    internal string Inside(string name) => $"{Directory.Path}/{name}";

    /// <summary>A directory that is this user's and nobody else may write; else null.</summary>
    internal static Descriptor? OpenOwn(string path)
    {
        Descriptor directory;
        try
        {
            directory = Descriptor.Directory(path);
        }
        catch (IOException)
        {
            return null;
        }

        if (FileStatus.TryGet(directory, out FileStatus status) == 0 && status.Uid == ProcessIdentity.Uid && (status.Mode & WritableByOthers) == 0)
        {
            return directory;
        }

        directory.Dispose();
        return null;
    }

    internal static SandboxException Foreign(string path) => new(
        ErrorCode.Registry, $"refusing to use {PrintableText.Escape(path)}: it is not a directory that is yours alone: remove it, or have its owner do so");

    public void Dispose() => Directory.Dispose();
}
