using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Linux.Files;
using Sandbox.Sessions.State;

namespace Sandbox.Sessions.Git;

/// <summary>
/// One sandbox's use of the private git directory: prepared before it starts, brought in step with the host's while it runs and when it
/// ends, and by the next command when this process is killed. Several sandboxes of one project share it.
/// </summary>
public sealed class GitSession : IDisposable
{
    private const string LiveName = "live";
    private const string StampsName = "stamps";

    /// <summary>Removed paths that the user reads the names of.</summary>
    private const int MostNamed = 10;

    private readonly GitPlan _plan;
    private readonly DirectoryHandle _state;
    private readonly DirectoryHandle _inside;
    private readonly DirectoryHandle _host;
    private readonly FileLock _live;
    private readonly GitPublisher _publisher;
    private FileStamp[] _seen = [];
    private bool _isDone;

    private GitSession(GitPlan plan, DirectoryHandle state, DirectoryHandle inside, DirectoryHandle host, FileLock live)
    {
        _plan = plan;
        _state = state;
        _inside = inside;
        _host = host;
        _live = live;
        _publisher = new GitPublisher(plan, state, inside, host);
        Logs = new GitLogs(plan, state, inside);
        References = new GitReferences(plan);
    }

    internal GitLogs Logs { get; }

    internal GitReferences References { get; }

    /// <summary>Makes the private directory ready. What an earlier sandbox left unpublished is published first.</summary>
    /// <param name="plan">Where everything is.</param>
    /// <param name="notices">Lines for the user are added.</param>
    /// <exception cref="SandboxException">CS501: a directory cannot be made or opened.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "the session owns them; a launch that fails here ends the process")]
    public static GitSession Begin(GitPlan plan, ICollection<string> notices)
    {
        PrivateDirectory.Ensure(plan.StateDirectory);
        DirectoryHandle state = OpenOrThrow(plan.StateDirectory);
        using FileLock step = Step(plan.StateDirectory);
        Mark(plan.StateDirectory);
        bool isLeft = state.Look(LiveName) is not null;
        bool alone = Take(plan.StateDirectory, out FileLock live);
        DirectoryHandle inside = PrivateGitDirectory.Open(state, plan, out bool isNew);
        GitSession session = new(plan, state, inside, OpenOrThrow(plan.GitDirectory), live);
        if (alone)
        {
            session.Start(isNew, isLeft, notices);
        }

        session.IsChanged();
        session.Logs.Mark();
        return session;
    }

    /// <summary>Goes on with what another process began and still holds; null when it has begun nothing. It then must not end it.</summary>
    /// <param name="directory">Where it is kept.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "the session owns them")]
    public static GitSession? Continue(string directory)
    {
        if (FileStatus.Look(Paths.Join(directory, LiveName)) is not { IsRegular: true })
        {
            return null;
        }

        DirectoryHandle state = OpenOrThrow(directory);
        if (GitPlaces.Read(state, directory) is not { } plan)
        {
            state.Dispose();
            return null;
        }

        _ = Take(directory, out FileLock live);
        GitSession session = new(plan, state, OpenOrThrow(Paths.Join(directory, GitPlan.PrivateName)), OpenOrThrow(plan.GitDirectory), live);
        session.Logs.Mark();
        return session;
    }

    /// <summary>Publishes what sandboxes left behind whose launcher was killed, in every project.</summary>
    /// <param name="stateRoot">See <see cref="ProjectState.Open"/>.</param>
    /// <param name="notices">Lines for the user are added.</param>
    public static void SweepAll(string stateRoot, ICollection<string> notices)
    {
        foreach (string project in Directory.Exists(stateRoot) ? SweepMark.Marked(stateRoot, SweepMark.Git) : [])
        {
            string directory = Paths.Join(project, "git");
            try
            {
                if (Directory.Exists(directory))
                {
                    Sweep(directory, notices);
                }
                else
                {
                    SweepMark.Remove(project, SweepMark.Git);
                }
            }
            catch (Exception e) when (e is SandboxException or IOException or UnauthorizedAccessException)
            {
                // Left to the next command: another project's trouble is no reason to refuse this one.
                continue;
            }
        }
    }

    /// <summary>Brings both in step if anything has changed; a line for the user when that cannot be.</summary>
    public string? Publish()
    {
        if (!IsChanged())
        {
            return null;
        }

        using FileLock step = Step(_plan.StateDirectory);
        GitOutcome outcome = _publisher.Step(patient: false);
        if (outcome.IsBusy)
        {
            _seen = [];
        }

        IsLate = outcome.Problem is not null;
        return outcome.Problem;
    }

    /// <summary>Whether something was held up by another git and is worth another look soon.</summary>
    public bool IsWaiting => _seen.Length == 0;

    // A refusal is looked at once more at the end, and its contents kept then.
    private bool IsLate { get; set; }

    /// <summary>Another process goes on with this (see <see cref="Continue"/>): what only this one knows is brought over.</summary>
    public void HandOver()
    {
        using FileLock step = Step(_plan.StateDirectory);
        Logs.Publish();
        _isDone = true;
    }

    /// <summary>The last time: waits for locks, keeps what cannot be published, brings the logs over. Lines for the user.</summary>
    public IReadOnlyList<string> End()
    {
        List<string> notices = [];
        if (!_isDone)
        {
            _isDone = true;
            using FileLock step = Step(_plan.StateDirectory);
            Finish(notices);
            if (_live.TryMakeExclusive())
            {
                RememberStamps();
                _ = _state.Remove(LiveName);
                Unmark(_plan.StateDirectory);
            }
        }

        return notices;
    }

    /// <summary>The directories in which git inside and outside replace HEAD and index.</summary>
    public IReadOnlyList<DirectoryHandle> Watched => [_inside, _host];

    public void Dispose()
    {
        _state.Dispose();
        _inside.Dispose();
        _host.Dispose();
        _live.Dispose();
    }

    private static void Sweep(string directory, ICollection<string> notices)
    {
        using DirectoryHandle? state = DirectoryHandle.Open(directory);
        using FileLock step = Step(directory);
        if (state?.Look(LiveName) is not { IsRegular: true })
        {
            Unmark(directory);
            return;
        }

        if (GitPlaces.Read(state, directory) is not { } plan)
        {
            return;
        }

        bool alone = Take(directory, out FileLock live);
        using (live)
        {
            if (!alone)
            {
                return;
            }

            using DirectoryHandle? inside = state.Sub(GitPlan.PrivateName);
            using DirectoryHandle? host = DirectoryHandle.Open(plan.GitDirectory);
            using GitSession? left = inside is not null && host is not null ? new(plan, state, inside, host, live) : null;
            if (left is not null)
            {
                left.Finish(notices);
                GitLeftovers.Remove(state, inside!, plan);
            }

            _ = state.Remove(LiveName);
            Unmark(directory);
        }
    }

    private static void Mark(string directory) => _ = StateErrors.Explain(directory, () =>
    {
        SweepMark.Make(Paths.Parent(directory), SweepMark.Git);
        return directory;
    });

    private static void Unmark(string directory) => SweepMark.Remove(Paths.Parent(directory), SweepMark.Git);

    private void Start(bool isNew, bool isLeft, ICollection<string> notices)
    {
        if (isLeft && !isNew && _publisher.Known().Head is not null)
        {
            Finish(notices);
            GitLeftovers.Remove(_state, _inside, _plan);
        }

        GitKept.Trim(_state, DateTime.UtcNow);
        GitPlaces.Write(_state, _plan);
        if (GitUnfinished.Find(_host) is { } what)
        {
            notices.Add($"{PrintableText.Escape(_plan.GitDirectory)} has an unfinished {what}, which git inside does not see: finish it outside first");
        }

        if (!isNew && !isLeft && _state.Read(StampsName, GitPlaces.Limit) is { } stamps && stamps.AsSpan().SequenceEqual(StampText()))
        {
            return;
        }

        // The last processes of a sandbox whose launcher was killed may have gone on for a moment after the sweep.
        if (!isNew && !isLeft && _publisher.Known() is { Head: not null } known && !GitPair.Read(_inside).IsSame(known, _plan.HashLength))
        {
            Finish(notices);
        }

        GitPair theirs = GitPair.Read(_host);
        if (isNew || !theirs.IsSame(_publisher.Known(), _plan.HashLength) || !GitPair.Read(_inside).IsSame(theirs, _plan.HashLength))
        {
            PrivateGitDirectory.Forget(_inside);
            _publisher.Seed(theirs);
            _publisher.Remember(theirs).ThrowIfRefused();
            Logs.Seed();
        }
    }

    private void Finish(ICollection<string> notices)
    {
        GitOutcome outcome = IsChanged() || IsLate ? _publisher.Step(patient: true) : GitOutcome.Same;
        if (outcome.Problem is not null || outcome.IsBusy)
        {
            notices.Add($"{outcome.Problem ?? $"another git holds the lock of {PrintableText.Escape(_plan.GitDirectory)}"}: nothing was overwritten, HEAD and index from inside are kept in {PrintableText.Escape(Keep())}");
        }

        Logs.Publish();
        IReadOnlyList<string> removed = References.Clean();
        foreach (string path in removed.Take(MostNamed))
        {
            notices.Add($"removed {PrintableText.Escape(path)}: git outside would have followed or read it, and git inside makes nothing of its kind");
        }

        if (removed.Count > MostNamed)
        {
            notices.Add(string.Create(CultureInfo.InvariantCulture, $"removed {removed.Count - MostNamed} more of the kind from {PrintableText.Escape(References.Directory)}"));
        }

        if (!References.IsComplete)
        {
            notices.Add($"{PrintableText.Escape(References.Directory)} has too many entries to look at: look for links and pipes in it (find -type l -o -type p) before you use git there");
        }
    }

    private string Keep()
    {
        string name = GitKept.Add(_state, GitPair.Read(_inside), DateTime.UtcNow);

        // From here on the host's are what counts.
        GitPair theirs = GitPair.Read(_host);
        _publisher.Seed(theirs);
        _ = _publisher.Remember(theirs);
        return Paths.Join(_plan.StateDirectory, name);
    }

    private bool IsChanged()
    {
        FileStamp[] now = [_inside.Stamp("HEAD"), _inside.Stamp("index"), _host.Stamp("HEAD"), _host.Stamp("index")];
        bool changed = _seen.Length == 0 || now[0] != _seen[0] || now[1] != _seen[1] || now[2] != _seen[2] || now[3] != _seen[3];
        _seen = now;
        return changed;
    }

    /// <summary>As long as none of the four files changes, both sides are known to be the same without reading them.</summary>
    private void RememberStamps()
    {
        byte[] text = StampText();
        if (!IsLate && !text.AsSpan().SequenceEqual(_state.Read(StampsName, GitPlaces.Limit)) && GitPair.Read(_inside).IsSame(GitPair.Read(_host), _plan.HashLength))
        {
            _ = GitPlaces.Replace(_state, StampsName, text, GitPlaces.FileMode);
        }
    }

    private byte[] StampText() =>
        System.Text.Encoding.ASCII.GetBytes(Text(_inside.Stamp("HEAD")) + Text(_inside.Stamp("index")) + Text(_host.Stamp("HEAD")) + Text(_host.Stamp("index")));

    private static string Text(FileStamp stamp) => string.Create(CultureInfo.InvariantCulture, $"{stamp.Inode} {stamp.Size} {stamp.Changed}\n");

    /// <summary>True when nobody else has it.</summary>
    private static bool Take(string directory, out FileLock live)
    {
        string path = Paths.Join(directory, LiveName);
        FileLock? own = FileLock.Take(path, wait: false);
        own?.MakeShared();
        live = own ?? FileLock.TakeShared(path);
        return own is not null;
    }

    private static FileLock Step(string directory) => StateErrors.Explain(directory, () => FileLock.Take(Paths.Join(directory, "lock"), wait: true)!);

    private static DirectoryHandle OpenOrThrow(string path) =>
        DirectoryHandle.Open(path) ?? throw new SandboxException(
            ErrorCode.State, $"cannot open {PrintableText.Escape(path)}: {Linux.Errno.Describe(Linux.Errno.Last)} ({Linux.Errno.Name(Linux.Errno.Last)}): make it a directory that you may read");
}
