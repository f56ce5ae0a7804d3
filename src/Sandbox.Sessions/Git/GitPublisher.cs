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
    private const uint FileMode = 0b110_110_110;

    private readonly GitIntention _intention = new(state);

    /// <summary>One step; <paramref name="patient"/>: waits up to half a second for a git that holds the lock.</summary>
    public GitOutcome Step(bool patient)
    {
        Recover();
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
        GitStep step = new(host, _intention);
        int error = _intention.Begin(pair, toHost: true);
        error = error == 0 ? step.Take(GitStep.IndexLock, pair.Index ?? [], patient) : error;
        if (error != 0)
        {
            _intention.End();
            return error == Errno.EEXIST
                ? GitOutcome.Busy
                : GitOutcome.Refused($"cannot write in {Shown(plan.GitDirectory)}: {Errno.Describe(error)} ({Errno.Name(error)})");
        }

        if (!GitPair.Read(host).IsSame(known, plan.HashLength))
        {
            return GiveUp(host);
        }

        if (!pair.HasSameHead(known))
        {
            byte[] head = [.. System.Text.Encoding.UTF8.GetBytes(GitHead.Parse(pair.Head)!), (byte)'\n'];
            error = step.Take(GitStep.HeadLock, head, patient: false);
            error = error == 0 ? host.Rename(GitStep.HeadLock, "HEAD") : error;
        }

        error = error != 0 ? error : pair.Index is null ? host.Remove(GitStep.IndexLock) : host.Rename(GitStep.IndexLock, "index");
        return error != 0 ? GiveUp(host) : Finish(pair);
    }

    private GitOutcome Pull(GitPair theirs, bool patient)
    {
        if (theirs.Head is null)
        {
            return GitOutcome.Busy;
        }

        int error = _intention.Begin(theirs, toHost: false);
        error = error == 0 ? new GitStep(inside, _intention).Take(GitStep.IndexLock, theirs.Index ?? [], patient) : error;
        if (error != 0)
        {
            _intention.End();
            return GitOutcome.Busy;
        }

        // What git inside has begun since is not overwritten; the next look sees both.
        if (!GitPair.Read(inside).IsSame(Known(), plan.HashLength))
        {
            return GiveUp(inside);
        }

        _ = Put(inside, "HEAD", theirs.Head, FileMode);
        _ = theirs.Index is null ? inside.Remove(GitStep.IndexLock) : inside.Rename(GitStep.IndexLock, "index");
        return Finish(theirs);
    }

    private GitOutcome Finish(GitPair pair)
    {
        GitOutcome outcome = Remember(pair);
        _intention.End();
        return outcome;
    }

    private GitOutcome GiveUp(DirectoryHandle directory)
    {
        // It is held by this step, on whatever file system.
        _ = directory.Remove(GitStep.IndexLock);
        new GitStep(directory, _intention).Clean();
        _intention.End();
        return GitOutcome.Busy;
    }

    /// <summary>
    /// Puts right what a step has left whose process was killed: its locks go, and where HEAD has been replaced and the index has not, or only the
    /// note of it is missing, that is what both were last.
    /// </summary>
    public void Recover()
    {
        if (_intention.Left() is not { } left)
        {
            return;
        }

        DirectoryHandle changed = left.ToHost ? host : inside;
        new GitStep(changed, _intention).Clean();
        GitPair now = GitPair.Read(changed);
        bool hasIndex = now.HasSameIndex(left.Pair, plan.HashLength);
        if (now.HasSameHead(left.Pair) && (hasIndex || now.HasSameIndex(Known(), plan.HashLength)))
        {
            if (!left.ToHost && !hasIndex)
            {
                _ = Put(inside, "index", left.Pair.Index, FileMode);
                now = left.Pair;
            }

            _ = Remember(now);
        }

        _intention.End();
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
