using Sandbox.Linux;
using Sandbox.Linux.Files;

namespace Sandbox.Sessions.Git;

/// <summary>
/// HEAD and index of one directory replaced under git's own locks, so that it can be told afterwards how far that came
/// (<see cref="GitIntention"/>).
/// </summary>
/// <param name="directory">The host's, or the private one.</param>
/// <param name="intention">Begun for that directory.</param>
internal sealed class GitStep(DirectoryHandle directory, GitIntention intention)
{
    public const string IndexLock = "index.lock";
    public const string HeadLock = "HEAD.lock";

    private const uint FileMode = 0b110_110_110;
    private const int Attempts = 50;
    private const int Pause = 10;

    /// <summary>Takes one of git's locks with contents; 0 or errno, EEXIST when a git has it.</summary>
    /// <param name="name"><see cref="IndexLock"/> or <see cref="HeadLock"/>.</param>
    /// <param name="contents">What the file of that lock becomes when it is renamed.</param>
    /// <param name="patient">Waits up to half a second for a git that has it.</param>
    public int Take(string name, byte[] contents, bool patient)
    {
        int error = directory.Create(intention.Temporary, contents, FileMode);
        error = error == 0 ? intention.Lock(directory.Stamp(intention.Temporary)) : error;
        error = error == 0 ? Repeat(patient, () => directory.RenameNew(intention.Temporary, name)) : error;
        if (error != 0)
        {
            _ = directory.Remove(intention.Temporary);
        }

        // A file system that cannot: whoever is killed now leaves a lock that nobody can tell from another git's.
        return error is Errno.EINVAL or Errno.ENOSYS ? Repeat(patient, () => directory.Create(name, contents, FileMode)) : error;
    }

    /// <summary>Puts away what a step has left that was killed: its temporary file and its locks, and nothing else's.</summary>
    public void Clean()
    {
        _ = directory.Remove(intention.Temporary);
        foreach (string name in (ReadOnlySpan<string>)[HeadLock, IndexLock])
        {
            if (intention.IsOurs(directory.Stamp(name)))
            {
                _ = directory.Remove(name);
            }
        }
    }

    private static int Repeat(bool patient, Func<int> attempt)
    {
        int error = attempt();
        for (int i = 0; error == Errno.EEXIST && patient && i < Attempts; i++)
        {
            Thread.Sleep(Pause);
            error = attempt();
        }

        return error;
    }
}
