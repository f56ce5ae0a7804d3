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
    private const int BufferLength = 16 * 1024;

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
        if (directory is null || depth < 0)
        {
            return;
        }

        List<string>? below = null;
        List<string>? odd = null;
        DirectoryEntryReader entries = directory.Entries(new byte[BufferLength]);
        while (entries.MoveNext() && --left >= 0)
        {
            if (entries.Kind == EntryKind.Directory)
            {
                if (depth > 0)
                {
                    (below ??= []).Add(ByteText.DecodeName(entries.Name));
                }
            }
            else if (entries.Kind != EntryKind.File)
            {
                (odd ??= []).Add(ByteText.DecodeName(entries.Name));
            }
        }

        foreach (string name in below ?? [])
        {
            Clean(Paths.Join(path, name), depth - 1, ref left, removed);
        }

        foreach (string name in odd ?? [])
        {
            // A file system that does not tell what an entry is says so here.
            if (directory.Look(name) is { IsDirectory: true })
            {
                Clean(Paths.Join(path, name), depth - 1, ref left, removed);
            }
            else if (directory.Look(name) is { IsRegular: false } && directory.Remove(name) == 0)
            {
                removed.Add(Paths.Join(path, name));
            }
        }
    }
}
