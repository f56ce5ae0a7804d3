using System.Diagnostics.CodeAnalysis;
using Sandbox.Core.Planning;
using Sandbox.Linux.Files;

namespace Sandbox.Sessions.Git;

/// <summary>
/// The kernel's word that HEAD or index was replaced, inside or outside, or that something appeared among the shared branches that
/// git never makes. The latter is removed at once and ends the sandbox: git outside may be about to write there.
/// </summary>
public sealed class GitEvents : IDisposable
{
    private const int MostDirectories = 4096;
    private const int MostNamed = 10;

    private readonly GitSession _session;
    private readonly Inotify _inotify;
    private readonly Dictionary<int, string> _references = [];

    private GitEvents(GitSession session, Inotify inotify)
    {
        _session = session;
        _inotify = inotify;
        foreach (DirectoryHandle directory in session.Watched)
        {
            _ = inotify.Watch(directory);
        }

        Add(session.References.Directory);
    }

    public Descriptor Descriptor => _inotify.Descriptor;

    /// <summary>Null when this user has no watches left.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "the object that is made owns it")]
    public static GitEvents? Create(GitSession session)
    {
        Inotify? inotify = Inotify.Create();
        return inotify is null ? null : new GitEvents(session, inotify);
    }

    /// <summary>Looks at what has happened. False when something was planted.</summary>
    /// <param name="say">Told what.</param>
    public bool Take(Action<string> say)
    {
        bool isLost = false;
        List<string> planted = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach ((int watch, string name) in _inotify.Take())
        {
            isLost |= watch < 0;
            if (_references.TryGetValue(watch, out string? path) && seen.Add(Paths.Join(path, name)))
            {
                Look(path, name, planted);
            }
        }

        if (isLost)
        {
            // What was made since then and is not watched yet is found by looking at everything, which is so much once in a queue full of events.
            Add(_session.References.Directory);
            planted.AddRange(_session.References.Clean());
        }

        foreach (string path in planted.Take(MostNamed))
        {
            say($"stopped: {PrintableText.Escape(path)} appeared, which git outside would have followed or read; it is removed");
        }

        return planted.Count == 0;
    }

    /// <summary>Only what the event was about: whoever makes thousands of branches makes thousands of events.</summary>
    private void Look(string path, string name, List<string> planted)
    {
        using DirectoryHandle? directory = DirectoryHandle.Open(path);
        if (directory?.Look(name) is not { IsRegular: false } found)
        {
            return;
        }

        string whole = Paths.Join(path, name);
        if (found.IsDirectory)
        {
            Add(whole);
            planted.AddRange(_session.References.Clean(whole));
        }
        else if (directory.Remove(name) == 0)
        {
            planted.Add(whole);
        }
    }

    public void Dispose() => _inotify.Dispose();

    // With all that is below it and not watched yet.
    private void Add(string path)
    {
        using DirectoryHandle? directory = DirectoryHandle.Open(path);
        if (directory is null || _references.Count >= MostDirectories)
        {
            return;
        }

        _references[_inotify.Watch(directory)] = path;
        foreach (string name in directory.Names().ToArray())
        {
            if (directory.Look(name) is { IsDirectory: true })
            {
                Add(Paths.Join(path, name));
            }
        }
    }
}
