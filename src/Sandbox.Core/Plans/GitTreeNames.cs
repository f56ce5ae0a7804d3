namespace Sandbox.Core.Plans;

/// <summary>
/// Names in the private git directory by which git can read the host's packed-refs and lock it without being able to write there.
/// git locks it whenever it deletes any reference, the end of a rebase or the last stash included, and makes the lock beside what
/// the fifth link of a chain names (MAXDEPTH in git's lockfile.c). So there is a chain; where a new packed-refs would be written on the way
/// is a directory.
/// </summary>
public static class GitTreeNames
{
    /// <summary>The directory with the chain.</summary>
    public const string Chain = "links";

    /// <summary>The last link's number.</summary>
    public const int PackedRefsChain = 5;

    /// <summary>What git cannot make.</summary>
    public const string Blocked = "links/5.new";
}
