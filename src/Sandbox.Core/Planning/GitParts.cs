using System.Text;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;

namespace Sandbox.Core.Planning;

/// <summary>
/// What git outside obeys although it lies in the work tree: the redirection of each submodule, which `git status` follows, and
/// directories of hooks and further files of settings that the configuration names.
/// </summary>
internal static class GitParts
{
    private const int Limit = 1 << 20;
    private const int MostSubmodules = 2000;
    private const int Deepest = 16;

    public static void Add(PlanContext context, GitLocation location, HashSet<string> pinned)
    {
        SortedSet<string> submodules = new(StringComparer.Ordinal);
        Listed(context, submodules);
        int hashLength = context.Git?.HashLength ?? 20;
        Known(context, Paths.Join(location.Common, "modules"), Deepest, hashLength, submodules);
        GitIndexedParts.Find(context, location.Directory, context.Project, hashLength, p => Take(context, p, submodules));
        if (submodules.Count > MostSubmodules)
        {
            context.Findings.Add(ErrorCode.ProjectDirectory, $"{PrintableText.Escape(context.Project)} has more than {MostSubmodules} submodules, too many to protect: choose a directory with fewer, or pass --allow-write all");
            return;
        }

        foreach (string path in submodules)
        {
            ProtectedPlace.Add(context, pinned, Paths.Join(path, ".git"), "submodule");
        }

        Settings(context, Paths.Join(location.Common, "config"), location.Common, pinned);
        Settings(context, Paths.Join(context.Facts.Home, ".gitconfig"), context.Facts.Home, pinned);
        Settings(context, Paths.Join(context.Facts.Home, ".config/git/config"), Paths.Join(context.Facts.Home, ".config/git"), pinned);
    }

    /// <summary>Those that .gitmodules names, checked out or not.</summary>
    private static void Listed(PlanContext context, SortedSet<string> submodules)
    {
        foreach ((string key, string value) in Lines(context, Paths.Join(context.Project, ".gitmodules")))
        {
            if (key == "path")
            {
                Take(context, Paths.Absolute(value, context.Project, context.Facts.Home), submodules);
            }
        }
    }

    /// <summary>Those that git keeps below modules/, however deep; each knows where its work tree is.</summary>
    private static void Known(PlanContext context, string directory, int depth, int hashLength, SortedSet<string> submodules)
    {
        if (depth == 0 || context.Files.Look(directory).Kind != PathKind.Directory)
        {
            return;
        }

        foreach (string name in context.Files.List(directory))
        {
            string below = Paths.Join(directory, name);
            if (context.Files.Look(Paths.Join(below, "HEAD")).Kind == PathKind.Missing)
            {
                // The name of a submodule may have slashes in it.
                Known(context, below, depth - 1, hashLength, submodules);
                continue;
            }

            foreach ((string key, string value) in Lines(context, Paths.Join(below, "config")))
            {
                if (key == "worktree")
                {
                    string workTree = Paths.Absolute(value, below, context.Facts.Home);
                    Take(context, workTree, submodules);
                    GitIndexedParts.Find(context, below, workTree, hashLength, p => Take(context, p, submodules));
                }
            }

            Known(context, Paths.Join(below, "modules"), depth - 1, hashLength, submodules);
        }
    }

    private static void Take(PlanContext context, string path, SortedSet<string> submodules)
    {
        if (path.Length > context.Project.Length && Paths.IsWithin(path, context.Project) && submodules.Count <= MostSubmodules)
        {
            submodules.Add(path);
        }
    }

    private static void Settings(PlanContext context, string file, string directory, HashSet<string> pinned)
    {
        foreach ((string key, string value) in Lines(context, file))
        {
            // Hooks are looked up from the top of the work tree, included files from the file that names them.
            string? from = key switch
            {
                "hookspath" => context.Project,
                "path" => directory,
                _ => null,
            };
            string path = from is null || value.Length == 0 ? string.Empty : Paths.Absolute(value, from, context.Facts.Home);
            if (path.Length > context.Project.Length && Paths.IsWithin(path, context.Project) && !Paths.IsWithin(path, Paths.Join(context.Project, ".git")))
            {
                ProtectedPlace.Add(context, pinned, path, key == "hookspath" ? "git's hooks" : "git's settings");
            }
        }
    }

    private static IEnumerable<(string Key, string Value)> Lines(PlanContext context, string file)
    {
        if (context.Files.Read(file, Limit) is not { } bytes)
        {
            yield break;
        }

        foreach (string line in Encoding.UTF8.GetString(bytes).Split('\n'))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                // A section's header may stand on the same line.
                string key = line[..equals].Trim();
                key = key[(key.LastIndexOf(']') + 1)..].Trim().ToLowerInvariant();
                yield return (key, line[(equals + 1)..].Trim().Trim('"'));
            }
        }
    }
}
