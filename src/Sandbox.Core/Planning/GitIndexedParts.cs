using Sandbox.Core.Diagnostics;
using Sandbox.Core.Git;
using Sandbox.Core.Hosts;

namespace Sandbox.Core.Planning;

/// <summary>
/// Submodules by the index. `git status` runs git in every one of them that has a repository, by the settings of that repository, whether or not
/// .gitmodules knows it: a repository that was added as if it were a directory is one, too.
/// </summary>
internal static class GitIndexedParts
{
    private const int Deepest = 16;

    /// <param name="context">Takes what is wrong.</param>
    /// <param name="gitDirectory">Where the index is.</param>
    /// <param name="workTree">What its paths begin at.</param>
    /// <param name="hashLength">20 or 32.</param>
    /// <param name="take">Told the path of each.</param>
    public static void Find(PlanContext context, string gitDirectory, string workTree, int hashLength, Action<string> take) =>
        Find(context, gitDirectory, workTree, hashLength, take, Deepest);

    private static void Find(PlanContext context, string gitDirectory, string workTree, int hashLength, Action<string> take, int depth)
    {
        List<string> paths = [];
        string index = Paths.Join(gitDirectory, "index");
        byte[]? bytes = Read(context, index, hashLength, paths);
        if (bytes is not null && GitLinks.MayBeSplit(bytes))
        {
            foreach (string name in context.Files.List(gitDirectory))
            {
                if (name.StartsWith("sharedindex.", StringComparison.Ordinal))
                {
                    _ = Read(context, Paths.Join(gitDirectory, name), hashLength, paths);
                }
            }
        }

        foreach (string path in paths)
        {
            string below = Paths.Absolute(path, workTree, context.Facts.Home);
            take(below);

            // One of .git/modules is found there, with what is in it.
            string inner = Paths.Join(below, ".git");
            if (depth > 0 && context.Files.Look(inner).Kind == PathKind.Directory)
            {
                Find(context, inner, below, hashLength, take, depth - 1);
            }
        }
    }

    private static byte[]? Read(PlanContext context, string file, int hashLength, List<string> paths)
    {
        byte[]? bytes = context.Files.Read(file, GitIndex.Limit);
        bool isRead = bytes is not null || context.Files.Look(file).Kind == PathKind.Missing;
        if (!isRead || (bytes is not null && !GitLinks.Find(bytes, hashLength, paths)))
        {
            context.Findings.Add(
                ErrorCode.ProjectDirectory,
                $"cannot tell which submodules to protect: {PrintableText.Escape(file)} {(isRead ? "names one that is not UTF-8" : "cannot be read or is longer than 256 MiB")}: repair it, or pass --allow-write all");
        }

        return bytes;
    }
}
