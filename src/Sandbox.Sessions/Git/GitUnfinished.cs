using Sandbox.Linux.Files;

namespace Sandbox.Sessions.Git;

/// <summary>What git remembers of work that it has begun.</summary>
internal static class GitUnfinished
{
    /// <summary>A word for it, or null.</summary>
    public static string? Find(DirectoryHandle directory) =>
        directory.Look("MERGE_HEAD") is not null ? "merge"
        : directory.Look("rebase-merge") is not null || directory.Look("rebase-apply") is not null ? "rebase"
        : directory.Look("CHERRY_PICK_HEAD") is not null ? "cherry-pick"
        : directory.Look("REVERT_HEAD") is not null ? "revert"
        : directory.Look("BISECT_LOG") is not null ? "bisect"
        : null;
}
