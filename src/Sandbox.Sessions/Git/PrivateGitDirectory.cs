using System.Globalization;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Linux;
using Sandbox.Linux.Files;

namespace Sandbox.Sessions.Git;

/// <summary>
/// The directory that git inside takes for the repository's: places for the mounts, links to the host's read-only files, and what
/// git itself writes there. Programs of sandboxes before have written in it, so nothing in it is taken for what it should be.
/// </summary>
internal static class PrivateGitDirectory
{
    private const uint Mode = 0b111_101_101;
    private const uint Closed = 0b101_101_101;

    // What git reads and does not change in its day's work. Where the host has none the link leads nowhere, as if there were none.
    private static readonly string[] Links = ["config", "info", "shallow"];

    private static readonly string[] Directories = ["objects", "refs", "hooks", "modules", "logs", "logs/refs", "worktrees", GitTreeNames.Chain];

    /// <summary>Opens it, made or made anew where it is not as it should be.</summary>
    /// <param name="state">The directory it is in.</param>
    /// <param name="plan">For which repository.</param>
    /// <param name="isNew">Nothing of an earlier session is in it.</param>
    /// <exception cref="SandboxException">CS501: it cannot be made.</exception>
    public static DirectoryHandle Open(DirectoryHandle state, GitPlan plan, out bool isNew)
    {
        isNew = false;
        if (state.Sub(GitPlan.PrivateName) is { } present)
        {
            if (IsWhole(present, plan))
            {
                return present;
            }

            present.Dispose();
            state.RemoveTree(GitPlan.PrivateName);
        }

        isNew = true;
        int error = state.MakeDirectory(GitPlan.PrivateName, Mode);
        DirectoryHandle? made = error == 0 ? state.Sub(GitPlan.PrivateName) : null;
        error = made is null ? Errno.Last : Fill(made, plan);
        return error == 0
            ? made!
            : throw new SandboxException(
                ErrorCode.State, $"cannot make the private git directory in {PrintableText.Escape(plan.StateDirectory)}: {Errno.Describe(error)} ({Errno.Name(error)}): make it writable, or set XDG_STATE_HOME to a place you may write");
    }

    /// <summary>Takes away what an unfinished merge, rebase or the like has left, so that it is not taken for one of the host's.</summary>
    public static void Forget(DirectoryHandle directory)
    {
        string[] kept = [.. Directories, .. Links, "config.worktree", "packed-refs", "HEAD", "index"];
        foreach (string name in directory.Names().Where(n => !kept.Contains(n, StringComparer.Ordinal)).ToArray())
        {
            directory.RemoveTree(name);
        }
    }

    private static IEnumerable<(string Name, string Target)> Wanted(GitPlan plan)
    {
        foreach (string name in Links)
        {
            yield return (name, Paths.Join(GitPlan.Inside, name));
        }

        string own = string.Equals(plan.GitDirectory, plan.CommonDirectory, StringComparison.Ordinal) ? string.Empty : $"worktrees/{Paths.Name(plan.GitDirectory)}/";
        yield return ("config.worktree", Paths.Join(GitPlan.Inside, own + "config.worktree"));
        yield return ("packed-refs", $"{GitTreeNames.Chain}/1");
        for (int i = 1; i < GitTreeNames.PackedRefsChain; i++)
        {
            yield return ($"{GitTreeNames.Chain}/{Number(i)}", Number(i + 1));
        }

        yield return ($"{GitTreeNames.Chain}/{Number(GitTreeNames.PackedRefsChain)}", Paths.Join(GitPlan.Inside, "packed-refs"));
    }

    private static bool IsWhole(DirectoryHandle directory, GitPlan plan) =>
        Directories.Append(GitTreeNames.Blocked).All(n => directory.Look(n) is { IsDirectory: true }) &&
        Wanted(plan).All(w => string.Equals(directory.ReadLink(w.Name), w.Target, StringComparison.Ordinal));

    private static int Fill(DirectoryHandle directory, GitPlan plan)
    {
        int error = 0;
        foreach (string name in Directories)
        {
            error = error == 0 ? directory.MakeDirectory(name, name is "hooks" or "modules" ? Closed : Mode) : error;
        }

        error = error == 0 ? directory.MakeDirectory(GitTreeNames.Blocked, Closed) : error;
        foreach ((string name, string target) in Wanted(plan))
        {
            error = error == 0 ? directory.MakeLink(name, target) : error;
        }

        return error;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
