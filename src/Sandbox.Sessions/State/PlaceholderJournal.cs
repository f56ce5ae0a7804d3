using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Linux;
using Sandbox.Linux.Files;

namespace Sandbox.Sessions.State;

/// <summary>
/// The empty directories of one live sandbox, written down before the first is made. The journal's file lock dies with
/// its owner, so a journal that can be locked is a dead one, and the next command removes what it lists.
/// </summary>
public sealed class PlaceholderJournal : IDisposable
{
    // The lock has a file of its own: .NET takes an flock of its own on whatever it reads or writes.
    private const string LockSuffix = ".lock";
    private const string JournalSuffix = ".placeholders";

    private const uint ReadOnlyDirectory = 0b101_101_101;

    private readonly ProjectState _state;
    private readonly string _file;
    private readonly FileLock _lock;

    private PlaceholderJournal(ProjectState state, string file, FileLock fileLock)
    {
        _state = state;
        _file = file;
        _lock = fileLock;
    }

    /// <summary>Writes the journal, then makes every placeholder that is missing.</summary>
    /// <param name="state">The project's state.</param>
    /// <param name="placeholders">What the plan wants made.</param>
    /// <param name="covered">
    /// Every path the plan lays a read-only mount over. One that another live sandbox made is an existing directory to the
    /// planner, yet it must stay until the last of them ends: it is written down here too. So is one that has gone since.
    /// </param>
    /// <exception cref="SandboxException">CS501: a placeholder cannot be made; those already made are removed again.</exception>
    public static PlaceholderJournal Create(ProjectState state, IReadOnlyList<Placeholder> placeholders, IReadOnlyList<string> covered)
    {
        using FileLock projectLock = state.Lock();
        Sweep(state);
        HashSet<string> live = Listed(state);
        string[] all = [.. placeholders.Select(p => p.Path), .. covered.Where(p => live.Contains(p) || !Directory.Exists(p))];
        string file = Paths.Join(state.LiveDirectory, Guid.NewGuid().ToString("N"));
        FileLock own = FileLock.Take(file + LockSuffix, wait: true)!;
        PlaceholderJournal journal = new(state, file, own);
        try
        {
            PrivateFile.Create(file + JournalSuffix, string.Concat(all.Distinct(StringComparer.Ordinal).Select(p => p + "\n")));
            Array.ForEach(all, Make);

            return journal;
        }
        catch
        {
            journal.RemoveOwn();
            own.Dispose();
            throw;
        }
    }

    /// <summary>Removes what sandboxes left behind that did not end by themselves, in every project.</summary>
    public static void SweepAll(string stateRoot)
    {
        foreach (ProjectState state in ProjectState.All(stateRoot).Where(s => Directory.Exists(s.LiveDirectory) && Directory.EnumerateFiles(s.LiveDirectory).Any()))
        {
            using FileLock projectLock = state.Lock();
            Sweep(state);
        }
    }

    public void Dispose()
    {
        using (FileLock projectLock = _state.Lock())
        {
            RemoveOwn();
        }

        _lock.Dispose();
    }

    private static void Make(string path)
    {
        int error = HostPath.MakeDirectory(path, ReadOnlyDirectory);
        if (error is not (0 or Errno.EEXIST))
        {
            throw new SandboxException(
                ErrorCode.State,
                $"cannot keep {PrintableText.Escape(path)} from being created inside: {Errno.Describe(error)} ({Errno.Name(error)}): make the directory writable, or pass --allow-write {Paths.Name(path)}");
        }
    }

    /// <summary>The project's lock must be held.</summary>
    private static void Sweep(ProjectState state)
    {
        foreach (string file in Directory.EnumerateFiles(state.LiveDirectory, "*" + LockSuffix).Order(StringComparer.Ordinal))
        {
            using FileLock? dead = FileLock.Take(file, wait: false);
            if (dead is not null)
            {
                Remove(state, file[..^LockSuffix.Length]);
            }
        }
    }

    private void RemoveOwn() => Remove(_state, _file);

    private static HashSet<string> Listed(ProjectState state, string? except = null) =>
        [.. Directory.EnumerateFiles(state.LiveDirectory, "*" + JournalSuffix)
            .Where(f => !string.Equals(f, except, StringComparison.Ordinal)).SelectMany(File.ReadAllLines)];

    // rmdir removes empty directories only: whatever somebody has put there meanwhile stays. The journal goes after
    // what it lists, so that a death in between leaves something to sweep by.
    private static void Remove(ProjectState state, string file)
    {
        string journal = file + JournalSuffix;
        string[] own = File.Exists(journal) ? File.ReadAllLines(journal) : [];
        HashSet<string> needed = Listed(state, journal);
        foreach (string path in own.Where(p => !needed.Contains(p)))
        {
            _ = HostPath.RemoveDirectory(path);
        }

        File.Delete(journal);
        File.Delete(file + LockSuffix);
    }
}
