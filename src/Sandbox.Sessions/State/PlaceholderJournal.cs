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
    private const uint ReadOnlyDirectory = 0b101_101_101;

    private readonly ProjectState _state;
    private readonly JournalFile _file;
    private readonly FileLock _lock;
    private readonly string[] _paths;

    private PlaceholderJournal(ProjectState state, JournalFile file, FileLock fileLock, string[] paths)
    {
        _state = state;
        _file = file;
        _lock = fileLock;
        _paths = paths;
    }

    /// <summary>Writes the journal, then makes every placeholder that is missing.</summary>
    /// <param name="state">The project's state.</param>
    /// <param name="placeholders">What the plan wants made.</param>
    /// <param name="covered">
    /// Every path the plan lays a read-only mount over. One that another live sandbox made is an existing directory to the
    /// planner, yet it must stay until the last of them ends: it is written down here too, and made again when it has gone since.
    /// </param>
    /// <exception cref="SandboxException">CS501: a placeholder cannot be made; those already made are removed again.</exception>
    public static PlaceholderJournal Create(ProjectState state, IReadOnlyList<Placeholder> placeholders, IReadOnlyList<string> covered)
    {
        using FileLock projectLock = state.Lock();
        return StateErrors.Explain(state.LiveDirectory, () => Make(state, [.. placeholders.Select(p => p.Path)], covered));
    }

    /// <summary>
    /// Removes what sandboxes left behind that did not end by themselves, in every project. One that cannot be swept now is
    /// left to the next command: another project's trouble is no reason to refuse this one.
    /// </summary>
    /// <exception cref="SandboxException">CS501: the state directory is somebody else's, so what it lists is not to be believed.</exception>
    public static void SweepAll(string stateRoot)
    {
        if (!Directory.Exists(stateRoot))
        {
            return;
        }

        PrivateDirectory.EnsureOwn(stateRoot);
        foreach (string directory in SweepMark.Marked(stateRoot, SweepMark.Journal))
        {
            ProjectState state = ProjectState.At(directory);
            try
            {
                using FileLock? projectLock = Directory.Exists(state.LiveDirectory) ? state.TryLock() : null;
                if (projectLock is not null)
                {
                    Sweep(state);
                    Unmark(state);
                }
                else if (!Directory.Exists(directory))
                {
                    SweepMark.Remove(directory, SweepMark.Journal);
                }
            }
            catch (Exception e) when (e is SandboxException or IOException or UnauthorizedAccessException)
            {
                continue;
            }
        }
    }

    /// <summary>To be kept open by the sandbox's PID 1: while that lives, nobody takes this journal for a dead one.</summary>
    public Descriptor Hold => _lock.File;

    /// <summary>Removes what no other sandbox needs. Never fails: the command has run, and its exit code is what counts.</summary>
    public void Dispose()
    {
        try
        {
            using FileLock projectLock = _state.Lock();
            Remove(_state, _file);
            Unmark(_state);
        }
        catch (Exception e) when (e is SandboxException or IOException or UnauthorizedAccessException)
        {
            // The state directory has gone or become unwritable. An empty directory in the project helps nobody.
            Array.ForEach(_paths, static p => _ = PlainDirectory.Remove(p));
        }

        _lock.Dispose();
    }

    private static PlaceholderJournal Make(ProjectState state, string[] placeholders, IReadOnlyList<string> covered)
    {
        Sweep(state);
        HashSet<string> live = Listed(state, except: null);
        string[] all = [.. placeholders.Concat(covered.Where(c => live.Contains(c) || IsMissing(c))).Distinct(StringComparer.Ordinal)];
        SweepMark.Make(state.Directory, SweepMark.Journal);
        JournalFile file = JournalFile.New(state);
        FileLock own = FileLock.Take(file.LockPath, wait: true)!;
        try
        {
            file.Write(all);
            string[] theirs = [.. all.Where(p => !MakeOne(p) && !live.Contains(p))];
            string[] ours = [.. all.Except(theirs, StringComparer.Ordinal)];
            if (theirs.Length > 0)
            {
                // Somebody made these since they were found missing: they are not ours to remove.
                file.Write(ours);
            }

            return new PlaceholderJournal(state, file, own, ours);
        }
        catch
        {
            Remove(state, file);
            Unmark(state);
            own.Dispose();
            throw;
        }
    }

    private static bool IsMissing(string path) => FileStatus.TryGet(path, follow: false, out _) == Errno.ENOENT;

    /// <summary>False when it is there already.</summary>
    private static bool MakeOne(string path)
    {
        int error = PlainDirectory.Make(path, ReadOnlyDirectory);
        return error is 0 or Errno.EEXIST
            ? error == 0
            : throw new SandboxException(
                ErrorCode.State,
                $"cannot keep {PrintableText.Escape(path)} from being created inside: {Errno.Describe(error)} ({Errno.Name(error)}): make the directory writable, or pass --allow-write {Paths.Name(path)}");
    }

    /// <summary>The project's lock must be held.</summary>
    private static void Sweep(ProjectState state)
    {
        foreach (JournalFile file in JournalFile.All(state))
        {
            using FileLock? dead = FileLock.Take(file.LockPath, wait: false);
            if (dead is not null)
            {
                Remove(state, file);
            }
        }
    }

    // The project's lock must be held.
    private static void Unmark(ProjectState state)
    {
        if (!Directory.EnumerateFiles(state.LiveDirectory).Any())
        {
            SweepMark.Remove(state.Directory, SweepMark.Journal);
        }
    }

    private static HashSet<string> Listed(ProjectState state, JournalFile? except) =>
        [.. JournalFile.All(state).Where(f => f != except).SelectMany(f => f.Read())];

    // rmdir removes empty directories only: whatever somebody has put there meanwhile stays. The journal goes after
    // what it lists, so that a death in between leaves something to sweep by; what cannot be removed now stays listed.
    private static void Remove(ProjectState state, JournalFile file)
    {
        HashSet<string> needed = Listed(state, except: file);
        string[] left = [.. file.Read().Where(p => !needed.Contains(p) && !IsDone(PlainDirectory.Remove(p)))];
        if (left.Length > 0)
        {
            file.Write(left);
            return;
        }

        file.Delete();
    }

    private static bool IsDone(int error) => error is 0 or Errno.ENOENT or Errno.ENOTEMPTY or Errno.EEXIST or Errno.ENOTDIR or Errno.ELOOP;
}
