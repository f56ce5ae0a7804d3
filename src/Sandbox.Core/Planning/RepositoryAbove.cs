using Sandbox.Core.Hosts;

namespace Sandbox.Core.Planning;

/// <summary>
/// A project that is a directory of a repository. The sandbox is the directory's own and sees nothing of what lies beside it, the repository included: to
/// let it in would be to share what the user did not name. So it is said.
/// </summary>
internal static class RepositoryAbove
{
    public static void Say(PlanContext context)
    {
        if (context.Files.Look(Paths.Join(context.Project, ".git")).Kind == PathKind.Missing && Find(context) is { } root)
        {
            string shown = PrintableText.Escape(root);
            context.Notices.Add($"{PrintableText.Escape(context.Project)} is a directory of the repository {shown}, which stays outside: git finds none inside: name {shown} instead to work with it");
        }
    }

    // A repository that holds the home directory is of its settings, and nothing that could be shared.
    private static string? Find(PlanContext context)
    {
        for (string path = Paths.Parent(context.Project); path.Length > 1 && !Paths.IsWithin(context.Facts.Home, path); path = Paths.Parent(path))
        {
            string name = Paths.Join(path, ".git");
            if (context.Files.Look(name).Kind == PathKind.File || context.Files.Look(Paths.Join(name, "HEAD")).Kind != PathKind.Missing)
            {
                return path;
            }
        }

        return null;
    }
}
