using Sandbox.Core.Git;
using Sandbox.Linux.Files;

namespace Sandbox.Sessions.Git;

/// <summary>HEAD and index of one git directory at one moment; one without the other says nothing.</summary>
/// <param name="Head">Contents, or null where it is no readable file.</param>
/// <param name="Index">Contents, or null where there is none yet.</param>
internal sealed record GitPair(byte[]? Head, byte[]? Index)
{
    public static GitPair Read(DirectoryHandle directory) => new(directory.Read("HEAD", GitHead.Limit), directory.Read("index", GitIndex.Limit));

    /// <summary>The same branch and the same entries, whatever the index remembers of the files' times.</summary>
    public bool IsSame(GitPair other, int hashLength) => HasSameHead(other) && HasSameIndex(other, hashLength);

    public bool HasSameHead(GitPair other) => Same(Head, other.Head);

    public bool HasSameIndex(GitPair other, int hashLength) =>
        Same(Index, other.Index) || (Index is not null && other.Index is not null && GitIndex.HaveSameEntries(Index, other.Index, hashLength));

    private static bool Same(byte[]? one, byte[]? other) => one is null || other is null ? one is null && other is null : one.AsSpan().SequenceEqual(other);
}
