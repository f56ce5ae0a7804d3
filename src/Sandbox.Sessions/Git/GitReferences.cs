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
    private const int BufferLength = 16 * 1024;

    /// <summary>The top of the branches.</summary>
    public string Directory => Paths.Join(plan.CommonDirectory, "refs");

    /// <summary>Whether the last <see cref="Clean()"/> looked at everything.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Removes what is neither a file nor a directory; answers the paths.</summary>
    public IReadOnlyList<string> Clean()
    {
        List<string> removed = [];
        IsComplete = true;
        int left = MostEntries;
        Clean("refs", isDeep: true, ref left, removed);

        // Below the first level git follows no name that it did not make itself: those are the contents' own.
        Clean("objects", isDeep: false, ref left, removed);
        return removed;
    }

    /// <summary>The same for one directory of the branches, and what is below it.</summary>
    public IReadOnlyList<string> Clean(string directory)
    {
        List<string> removed = [];
        int left = MostEntries;
        Clean(directory[(plan.CommonDirectory.Length + 1)..], isDeep: true, ref left, removed);
        return removed;
    }

    // One directory open at a time, however deep they are, and names that are as long as git's own at most.
    private void Clean(string top, bool isDeep, ref int left, List<string> removed)
    {
        using DirectoryHandle? common = DirectoryHandle.Open(plan.CommonDirectory);
        byte[] buffer = new byte[BufferLength];
        Stack<string> waiting = new([top]);
        while (waiting.TryPop(out string? path))
        {
            using DirectoryHandle? directory = common?.Sub(path);
            if (directory is null)
            {
                continue;
            }

            List<string>? odd = null;
            DirectoryEntryReader entries = directory.Entries(buffer);
            while (entries.MoveNext())
            {
                if (--left < 0)
                {
                    IsComplete = false;
                    break;
                }

                if (entries.Kind == EntryKind.Directory)
                {
                    if (isDeep)
                    {
                        waiting.Push($"{path}/{ByteText.DecodeName(entries.Name)}");
                    }
                }
                else if (entries.Kind != EntryKind.File)
                {
                    (odd ??= []).Add(ByteText.DecodeName(entries.Name));
                }
            }

            foreach (string name in odd ?? [])
            {
                // A file system that does not tell what an entry is says so here.
                FileStatus? found = directory.Look(name);
                if (found is { IsDirectory: true })
                {
                    if (isDeep)
                    {
                        waiting.Push($"{path}/{name}");
                    }
                }
                else if (found is { IsRegular: false } && directory.Remove(name) == 0)
                {
                    removed.Add(Paths.Join(plan.CommonDirectory, $"{path}/{name}"));
                }
            }
        }
    }
}
