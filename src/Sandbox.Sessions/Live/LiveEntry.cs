using Sandbox.Linux.Files;
using Sandbox.Linux.Sockets;

namespace Sandbox.Sessions.Live;

/// <summary>
/// One live sandbox in the registry, held by its owner: a lock that the kernel takes back however the owner ends, and a listening socket.
/// </summary>
public sealed class LiveEntry : IDisposable
{
    private const string LockName = "lock";
    private const string SocketName = "socket";

    private readonly RunDirectory _run;
    private readonly Descriptor _lock;

    private LiveEntry(RunDirectory run, string id, Descriptor held, Descriptor listener) => (_run, Id, _lock, Listener) = (run, id, held, listener);

    /// <summary>Name of the entry: the project's key.</summary>
    public string Id { get; }

    /// <summary>Whoever wants to join connects here.</summary>
    public Descriptor Listener { get; }

    /// <summary>The lock, for the process that takes over.</summary>
    public Descriptor Lock => _lock;

    /// <summary>What another process has held so far, by inherited descriptors; owned from here on.</summary>
    public static LiveEntry Inherit(RunDirectory run, string id, Descriptor held, Descriptor listener)
    {
        LocalSocket.Listen(listener);
        return new LiveEntry(run, id, held, listener);
    }

    /// <summary>The entry becomes this process's, or there is a connection to whoever has it.</summary>
    /// <exception cref="Core.Diagnostics.SandboxException">CS501 or CS503.</exception>
    public static LiveClaim Claim(RunDirectory run, string id)
    {
        using (run.Gate())
        {
            string path = run.Inside(id);
            _ = HostPath.MakeDirectory(path, 0b111_000_000);
            using Descriptor directory = RunDirectory.OpenOwn(path) ?? throw RunDirectory.Foreign(run.Path + "/" + id);
            string lockPath = Below(directory, LockName);
            FileLock? held = State.StateErrors.Explain(run.Path, () => FileLock.Take(lockPath, wait: false));
            if (held is not null)
            {
                File.Delete(Below(directory, SocketName));
                return Own(run, id, held, State.StateErrors.Explain(run.Path, () => LocalSocket.Listen(directory, SocketName)));
            }

            if (LocalSocket.Connect(directory, SocketName) is { } owner)
            {
                return new LiveClaim(null, owner);
            }
        }

        // Not below the gate, which the one that leaves needs.
        WaitUntilGone(run, id);
        return new LiveClaim(null, null);
    }

    /// <summary>Returns when the entry's owner has let go of it.</summary>
    public static void WaitUntilGone(RunDirectory run, string id)
    {
        try
        {
            using Descriptor? directory = RunDirectory.OpenOwn(run.Inside(id));
            if (directory is not null && FileStatus.Look(Below(directory, LockName)) is { IsRegular: true })
            {
                using FileLock? left = FileLock.Take(Below(directory, LockName), wait: true);
            }
        }
        catch (IOException)
        {
            // Removed between the two.
        }
    }

    /// <summary>A connection to whoever owns the entry; null when nobody does.</summary>
    /// <exception cref="Core.Diagnostics.SandboxException">CS501 or CS503.</exception>
    public static Descriptor? Connect(RunDirectory run, string id)
    {
        using FileLock gate = run.Gate();
        string path = run.Inside(id);
        if (FileStatus.Look(path) is null)
        {
            return null;
        }

        using Descriptor directory = RunDirectory.OpenOwn(path) ?? throw RunDirectory.Foreign(run.Path + "/" + id);
        return IsHeld(directory) ? LocalSocket.Connect(directory, SocketName) : null;
    }

    /// <summary>Whether there is an entry, which right after <see cref="Sweep"/> is a live one.</summary>
    public static bool IsThere(RunDirectory run, string id) => FileStatus.Look(run.Inside(id)) is not null;

    /// <summary>Removes what dead owners and accidents left; answers the ids that are held. What belongs to somebody else is neither.</summary>
    public static IReadOnlyList<string> Sweep(RunDirectory run)
    {
        List<string> live = [];
        using FileLock gate = run.Gate();
        foreach (string path in Directory.EnumerateFileSystemEntries(run.Inside(string.Empty)))
        {
            string id = path[(path.LastIndexOf('/') + 1)..];
            if (id == LockName || FileStatus.Look(run.Inside(id)) is not { } status || status.Uid != Linux.Kernel.ProcessIdentity.Uid)
            {
                continue;
            }

            if (!status.IsDirectory)
            {
                File.Delete(run.Inside(id));
                continue;
            }

            using Descriptor? directory = RunDirectory.OpenOwn(run.Inside(id));
            if (directory is null)
            {
                continue;
            }

            if (IsHeld(directory))
            {
                live.Add(id);
            }
            else
            {
                Remove(directory, run.Inside(id));
            }
        }

        live.Sort(StringComparer.Ordinal);
        return live;
    }

    /// <summary>The entry is gone before the lock is free.</summary>
    public void Dispose()
    {
        try
        {
            using FileLock gate = _run.Gate();
            File.Delete(_run.Inside(Id + "/" + SocketName));
            File.Delete(_run.Inside(Id + "/" + LockName));
            Directory.Delete(_run.Inside(Id));
        }
        catch (Exception e) when (e is Core.Diagnostics.SandboxException or IOException or UnauthorizedAccessException)
        {
            // Somebody has put something there, or taken it away. The next command sweeps.
        }

        Close();
    }

    /// <summary>Without removing anything: another process holds it now.</summary>
    public void Close()
    {
        Listener.Dispose();
        _lock.Dispose();
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA2000", Justification = "the claim carries it to its owner")]
    private static LiveClaim Own(RunDirectory run, string id, FileLock held, Descriptor listener) => new(new LiveEntry(run, id, held.File, listener), null);

    // What an entry never has (a directory in it) stays, and the entry with it.
    private static void Remove(Descriptor directory, string path)
    {
        try
        {
            foreach (string file in Directory.EnumerateFileSystemEntries(Below(directory, string.Empty)))
            {
                File.Delete(file);
            }

            Directory.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Left to whoever put it there.
        }
    }

    private static bool IsHeld(Descriptor directory)
    {
        if (FileStatus.Look(Below(directory, LockName)) is not { IsRegular: true })
        {
            return false;
        }

        using FileLock? free = FileLock.Take(Below(directory, LockName), wait: false);
        return free is null;
    }

    private static string Below(Descriptor directory, string name) => $"{directory.Path}/{name}";
}
