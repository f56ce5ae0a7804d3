using System.Text;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;

namespace Sandbox.Core.Planning;

/// <summary>Where a project's repository is, found once.</summary>
/// <param name="Directory">The git directory of this work tree, canonical.</param>
/// <param name="Common">The one that holds objects and branches, canonical.</param>
/// <param name="IsRedirected">The project has a file that names <paramref name="Directory"/> (linked work trees, submodules).</param>
/// <param name="IsOwn">It belongs to the project: where it is elsewhere, it names the project too.</param>
internal sealed record GitLocation(string Directory, string Common, bool IsRedirected, bool IsOwn)
{
    private const int Limit = 64 * 1024;

    /// <summary>Null where there is no repository that git would find here.</summary>
    public static GitLocation? Find(PlanContext context, string name)
    {
        PathFacts facts = context.Files.Look(name);
        string? directory = facts.Kind switch
        {
            PathKind.Directory => name,
            PathKind.File => Pointer(context, name, "gitdir: ", context.Project),
            _ => null,
        };
        if (directory is null || context.Files.Look(Paths.Join(directory, "HEAD")).Kind == PathKind.Missing)
        {
            return null;
        }

        string pointer = Paths.Join(directory, "commondir");
        bool linked = context.Files.Look(pointer).Kind != PathKind.Missing;
        string? common = linked ? Pointer(context, pointer, string.Empty, directory) : directory;
        if (common is null || !IsRepository(context, common))
        {
            return null;
        }

        // Whoever could write the project could have made it lead to another repository: only one that leads back is this project's.
        bool redirected = facts.Kind == PathKind.File;
        bool back = linked
            ? redirected && IsWorkTreeOf(common, directory) && LeadsTo(context, Pointer(context, Paths.Join(directory, "gitdir"), string.Empty, directory, mayBeFile: true), name)
            : !redirected || LeadsTo(context, WorkTree(context, directory), context.Project);
        if (!back)
        {
            context.Notices.Add($"{PrintableText.Escape(name)} leads to {PrintableText.Escape(common)}, which does not lead back: git will not find it inside");
        }

        return new GitLocation(directory, common, redirected, back);
    }

    private static bool IsRepository(PlanContext context, string common) =>
        context.Files.Follow(Paths.Join(common, "objects")).Kind == PathKind.Directory && context.Files.Follow(Paths.Join(common, "refs")).Kind == PathKind.Directory;

    private static bool IsWorkTreeOf(string common, string directory) =>
        string.Equals(Paths.Parent(directory), Paths.Join(common, "worktrees"), StringComparison.Ordinal);

    private static bool LeadsTo(PlanContext context, string? path, string wanted) =>
        path is not null && string.Equals(path, context.Files.Follow(wanted).Canonical ?? wanted, StringComparison.Ordinal);

    /// <summary>core.worktree of a submodule's configuration.</summary>
    private static string? WorkTree(PlanContext context, string directory)
    {
        string text = Encoding.UTF8.GetString(context.Files.Read(Paths.Join(directory, "config"), Limit) ?? []);
        foreach (string line in text.Split('\n'))
        {
            string[] parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length == 2 && string.Equals(parts[0], "worktree", StringComparison.OrdinalIgnoreCase))
            {
                return context.Files.Follow(Paths.Anchor(parts[1].Trim('"'), directory, context.Facts.Home)).Canonical;
            }
        }

        return null;
    }

    private static string? Pointer(PlanContext context, string file, string prefix, string relativeTo, bool mayBeFile = false)
    {
        if (context.Files.Read(file, Limit) is not { } bytes)
        {
            context.Findings.Add(
                ErrorCode.ProjectDirectory, $"cannot tell where the repository is: {PrintableText.Escape(file)} cannot be read or is longer than any that git makes: repair it, or pass --allow-write all");
            return null;
        }

        string text = Encoding.UTF8.GetString(bytes).TrimEnd('\n', '\r');
        if (!text.StartsWith(prefix, StringComparison.Ordinal) || text.Length == prefix.Length || text.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        PathFacts found = context.Files.Follow(Paths.Anchor(text[prefix.Length..], relativeTo, context.Facts.Home));
        return found.Kind == PathKind.Directory || (mayBeFile && found.Kind == PathKind.File) ? found.Canonical : null;
    }
}
