using Sandbox.Core.Plans;
using Sandbox.Linux.Files;

namespace Sandbox.Sessions.Git;

/// <summary>
/// What a launcher and the git inside leave that are killed in the middle: files that were about to get another name, and git's locks in the private
/// directory. To be called when no sandbox of the project lives, with the lock of all steps.
/// </summary>
internal static class GitLeftovers
{
    public static void Remove(DirectoryHandle state, DirectoryHandle inside, GitPlan plan)
    {
        GitIntention.Clean(state);
        Clean(state, ".", "base", "base-logs");
        Clean(inside, ".", "logs", "logs/refs");
        _ = inside.Remove(GitStep.IndexLock);
        _ = inside.Remove(GitStep.HeadLock);
        using DirectoryHandle? common = DirectoryHandle.Open(plan.CommonDirectory);
        if (common is not null)
        {
            Clean(common, "logs/refs");
        }
    }

    private static void Clean(DirectoryHandle top, params ReadOnlySpan<string> directories)
    {
        foreach (string name in directories)
        {
            using DirectoryHandle? directory = top.Sub(name);
            foreach (string entry in directory?.Names().Where(IsTemporary).ToArray() ?? [])
            {
                _ = directory!.Remove(entry);
            }
        }
    }

    private static bool IsTemporary(string name) =>
        name.StartsWith(GitIntention.TemporaryPrefix, StringComparison.Ordinal) && Guid.TryParseExact(name.AsSpan(GitIntention.TemporaryPrefix.Length), "N", out _);
}
