using Sandbox.Core.Git;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Linux;
using Sandbox.Linux.Files;

namespace Sandbox.Sessions.Git;

/// <summary>
/// Brings the host's HEAD and index and the private ones in step. What is read from the private directory is believed only after
/// it has been checked; the host's are replaced only while they are what they were when both were last the same.
/// </summary>
/// <param name="plan">Where they are.</param>
/// <param name="state">Our directory: "base" holds what both were last.</param>
/// <param name="inside">The private git directory.</param>
/// <param name="host">The host's.</param>
internal sealed class GitPublisher(GitPlan plan, DirectoryHandle state, DirectoryHandle inside, DirectoryHandle host)
{
    private const string Base = "base";
    private const string Lock = "index.lock";
    private const uint FileMode = 0b110_110_110;
    private const int Attempts = 50;
    private const int Pause = 10;

    /// <summary>One step; <paramref name="patient"/>: waits up to half a second for a git that holds the lock.</summary>
    public GitOutcome Step(bool patient)
    {
        GitPair mine = GitPair.Read(inside);
        GitPair known = Known();
        GitPair theirs = GitPair.Read(host);
        bool changedInside = !mine.IsSame(known, plan.HashLength);
        bool changedOutside = !theirs.IsSame(known, plan.HashLength);
        if (!changedInside)
        {
            return changedOutside ? Pull(theirs, patient) : GitOutcome.Same;
        }

        if (mine.IsSame(theirs, plan.HashLength))
        {
            return Remember(mine);
        }

        if (changedOutside)
        {
            return GitOutcome.Refused($"{Shown(plan.GitDirectory)}: branch or index were changed outside and inside at once");
        }

        return Check(mine, known) is { } why ? GitOutcome.Refused(why) : Push(mine, known, patient);
    }

    /// <summary>What both were when they were last the same.</summary>
    public GitPair Known()
    {
        using DirectoryHandle? known = state.Sub(Base);
        return known is null ? new GitPair(null, null) : GitPair.Read(known);
    }

    /// <summary>Writes down what both are now.</summary>
    public GitOutcome Remember(GitPair pair)
    {
        _ = state.MakeDirectory(Base, GitPlaces.DirectoryMode);
        int error = Put(state, Base + "/HEAD", pair.Head, GitPlaces.FileMode);
        error = error == 0 ? Put(state, Base + "/index", pair.Index, GitPlaces.FileMode) : error;
        return error == 0 ? GitOutcome.Published : GitOutcome.Refused($"cannot write in {Shown(plan.StateDirectory)}: {Errno.Describe(error)} ({Errno.Name(error)})");
    }

    /// <summary>Replaces the private HEAD and index by these.</summary>
    public void Seed(GitPair pair)
    {
        _ = Put(inside, "HEAD", pair.Head, FileMode);
        _ = Put(inside, "index", pair.Index, FileMode);
    }

    private string? Check(GitPair pair, GitPair known)
    {
        if (pair.Head is null || GitHead.Parse(pair.Head) is null)
        {
            return "HEAD inside names neither a branch nor a commit";
        }

        // Without an index git takes every file for deleted, so one that has gone is no change that anybody asked for.
        if (pair.Index is null)
        {
            return known.Index is null ? null : "the index inside cannot be read";
        }

        string? why = GitIndex.Check(pair.Index, plan.HashLength, path => GitIndex.HasSubmodule(known.Index, plan.HashLength, path));

        // With such a mark `git status` and `git diff` outside would not show what was changed inside.
        why ??= GitIndex.NewlyHidden(pair.Index, known.Index, plan.HashLength) is { } hidden
            ? $"it hides changes of {Shown(hidden)} (git update-index --no-assume-unchanged --no-skip-worktree shows them)"
            : null;
        return why is null ? null : $"the index inside is not taken over: {why}";
    }

    private GitOutcome Push(GitPair pair, GitPair known, bool patient)
    {
        int error = TakeLock(host, pair.Index ?? [], patient);
        if (error != 0)
        {
            return error == Errno.EEXIST
                ? GitOutcome.Busy
                : GitOutcome.Refused($"cannot write in {Shown(plan.GitDirectory)}: {Errno.Describe(error)} ({Errno.Name(error)})");
        }

        if (!GitPair.Read(host).IsSame(known, plan.HashLength))
        {
            _ = host.Remove(Lock);
            return GitOutcome.Busy;
        }

        if (!pair.HasSameHead(known))
        {
            byte[] head = [.. System.Text.Encoding.UTF8.GetBytes(GitHead.Parse(pair.Head)!), (byte)'\n'];
            error = host.Create("HEAD.lock", head, FileMode);
            error = error == 0 ? host.Rename("HEAD.lock", "HEAD") : error;
        }

        error = error != 0 ? error : pair.Index is null ? host.Remove(Lock) : host.Rename(Lock, "index");
        if (error != 0)
        {
            _ = host.Remove(Lock);
            return GitOutcome.Busy;
        }

        return Remember(pair);
    }

    private GitOutcome Pull(GitPair theirs, bool patient)
    {
        if (theirs.Head is null || TakeLock(inside, theirs.Index ?? [], patient) is not 0)
        {
            return GitOutcome.Busy;
        }

        // What git inside has begun since is not overwritten; the next look sees both.
        if (!GitPair.Read(inside).IsSame(Known(), plan.HashLength))
        {
            _ = inside.Remove(Lock);
            return GitOutcome.Busy;
        }

        _ = Put(inside, "HEAD", theirs.Head, FileMode);
        _ = theirs.Index is null ? inside.Remove(Lock) : inside.Rename(Lock, "index");
        return Remember(theirs);
    }

    private static int TakeLock(DirectoryHandle directory, byte[] contents, bool patient)
    {
        int error = directory.Create(Lock, contents, FileMode);
        for (int attempt = 0; error == Errno.EEXIST && patient && attempt < Attempts; attempt++)
        {
            Thread.Sleep(Pause);
            error = directory.Create(Lock, contents, FileMode);
        }

        return error;
    }

    private static int Put(DirectoryHandle directory, string name, byte[]? contents, uint mode)
    {
        if (contents is not null)
        {
            return GitPlaces.Replace(directory, name, contents, mode);
        }

        _ = directory.Remove(name);
        return 0;
    }

    private static string Shown(string path) => PrintableText.Escape(path);
}
