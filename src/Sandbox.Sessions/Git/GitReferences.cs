using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Linux.Files;

namespace Sandbox.Sessions.Git;

/// <summary>
/// Branches and objects are shared with the sandbox, and git outside writes where their directories are: a symbolic link in the place of
/// one would lead it out, and opening a pipe would never end. git itself makes neither, so none is left there.
/// </summary>
internal sealed class GitReferences(GitPlan plan)
{
    private const int MostEntries = 100_000;
    private const int Deepest = 64;

    /// <summary>The top of the branches.</summary>
    public string Directory => Paths.Join(plan.CommonDirectory, "refs");

    /// <summary>Removes what is neither a file nor a directory; answers the paths.</summary>
    public IReadOnlyList<string> Clean()
    {
        List<string> removed = [];
        int left = MostEntries;
        string objects = Paths.Join(plan.CommonDirectory, "objects");
        Clean(Directory, Deepest, ref left, removed);

        // Below the first level git follows no name that it did not make itself: those are the contents' own.
        Clean(objects, 0, ref left, removed);
        return removed;
    }

    private static void Clean(string path, int depth, ref int left, List<string> removed)
    {
        using DirectoryHandle? directory = DirectoryHandle.Open(path);
        if (directory is null)
        {
            return;
        }

        foreach (string name in directory.Names().ToArray())
        {
            if (--left < 0)
            {
                return;
            }

            FileStatus? status = directory.Look(name);
            if (status is { IsDirectory: true } && depth > 0)
            {
                Clean(Paths.Join(path, name), depth - 1, ref left, removed);
            }
            else if (status is { IsDirectory: false, IsRegular: false } && directory.Remove(name) == 0)
            {
                removed.Add(Paths.Join(path, name));
            }
        }
    }
}
