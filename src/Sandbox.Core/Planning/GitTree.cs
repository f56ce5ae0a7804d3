using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;

namespace Sandbox.Core.Planning;

/// <summary>
/// The project's repository: its objects and branches are shared, everything that git outside would obey is not. Where git looks for
/// HEAD, index and configuration lies a private directory; the configuration in it is a link to the host's, read-only.
/// </summary>
internal static class GitTree
{
    public const string Hooks = ".git/hooks";

    private const string Reason = "git";

    // Names that git reads in a git directory; a link in the place of one could lead into the project.
    private static readonly string[] Plain = ["config", "config.worktree", "HEAD", "hooks", "index", "info", "logs", "modules", "objects", "objects/info", "objects/pack", "packed-refs", "refs", "refs/heads", "refs/tags"];

    /// <summary>False where there is no repository of the project's own, or the user has released all of it.</summary>
    public static bool Add(PlanContext context, HashSet<string> pinned)
    {
        if (context.Policy.WritableProtectedNames.Contains("all", StringComparer.Ordinal))
        {
            return false;
        }

        string name = Paths.Join(context.Project, ".git");
        if (GitLocation.Find(context, name) is not { } location)
        {
            return false;
        }

        if (!location.IsOwn)
        {
            Redirection(context, location, name);
            return location.IsRedirected;
        }

        string? link = Plain.SelectMany(n => new[] { Paths.Join(location.Common, n), Paths.Join(location.Directory, n) })
            .FirstOrDefault(p => context.Files.Look(p).Kind == PathKind.Symlink);
        if (link is not null)
        {
            string target = PrintableText.Escape(context.Files.Look(link).LinkTarget ?? "?");
            context.Findings.Add(
                ErrorCode.ProjectDirectory,
                $"cannot protect {PrintableText.Escape(link)}: it is a symbolic link to {target}, which the agent could replace: put what it leads to in its place, or pass --allow-write all");
            return true;
        }

        Uncovered(context, location);
        string state = context.Facts.ProjectStateDirectory ?? throw new InvalidOperationException("a plan for a repository needs the project's state directory");
        context.Git = new GitPlan
        {
            GitDirectory = location.Directory,
            CommonDirectory = location.Common,
            StateDirectory = Paths.Join(state, Reason),
            HashLength = (context.Files.Read(Paths.Join(location.Common, "config"), 1 << 20) ?? []).AsSpan().IndexOf("sha256"u8) >= 0 ? 32 : 20,
        };
        Mount(context, context.Git);
        Redirection(context, location, name);
        GitParts.Add(context, location, pinned);
        return true;
    }

    private static void Redirection(PlanContext context, GitLocation location, string name)
    {
        if (location.IsRedirected)
        {
            context.Mounts.Add(new SelfMount { Target = name, Reason = "protect (git's redirection)" });
        }
    }

    // A second, writable way to what the private directory stands in front of.
    private static void Uncovered(PlanContext context, GitLocation location)
    {
        foreach (BindMount mount in context.Mounts.OfType<BindMount>().Where(m => m.Writable && m.Reason != "project"))
        {
            if (Paths.IsWithin(location.Common, mount.Source) || Paths.IsWithin(mount.Source, location.Common))
            {
                context.Findings.Add(
                    ErrorCode.HostPath,
                    $"{mount.Reason} {PrintableText.Escape(mount.Source)}: would make the project's repository {PrintableText.Escape(location.Common)} writable as a whole: name what is needed beside it, or pass --allow-write all");
            }
        }
    }

    private static void Mount(PlanContext context, GitPlan git)
    {
        string at = git.GitDirectory;
        string common = git.CommonDirectory;
        bool shared = Paths.IsWithin(at, context.Project) || context.IsVisible(at);
        context.Mounts.Add(Bind(context, common, GitPlan.Inside) with { Create = true });
        context.Mounts.Add(new BindMount { Target = at, Source = git.PrivateDirectory, Writable = true, Create = !shared, Reason = Reason });
        context.Mounts.Add(Bind(context, Paths.Join(common, "objects"), Paths.Join(at, "objects")) with { Writable = true });
        context.Mounts.Add(Bind(context, Paths.Join(common, "refs"), Paths.Join(at, "refs")) with { Writable = true });
        Closed(context, git, "hooks", context.IsReleased(Hooks));

        // Where they are, and not behind a link: settings in them lead from there to the submodules' files.
        Closed(context, git, "modules", writable: false);
        Alternates(context, git);
        foreach (string pinned in (ReadOnlySpan<string>)["objects/pack", "refs/heads", "refs/tags"])
        {
            if (context.Files.Look(Paths.Join(common, pinned)).Kind == PathKind.Directory)
            {
                context.Mounts.Add(new SelfMount { Target = Paths.Join(at, pinned), Writable = true, Reason = "pin" });
            }
        }

        // Where git would write a new packed-refs that the host would never see.
        string blocked = GitTreeNames.Blocked;
        context.Mounts.Add(new BindMount { Target = Paths.Join(at, blocked), Source = Paths.Join(git.PrivateDirectory, blocked), Create = false, Reason = Reason });
    }

    // Read-only, and where the host has none, a directory in which nothing can be made.
    private static void Closed(PlanContext context, GitPlan git, string name, bool writable)
    {
        string target = Paths.Join(git.GitDirectory, name);
        string source = Paths.Join(git.CommonDirectory, name);
        context.Mounts.Add(context.Files.Look(source).Kind == PathKind.Directory
            ? Bind(context, source, target) with { Writable = writable }
            : new BindMount { Target = target, Source = Paths.Join(git.PrivateDirectory, name), Create = false, Reason = Reason });
    }

    // objects/info/alternates would let git outside read objects from anywhere.
    private static void Alternates(PlanContext context, GitPlan git)
    {
        string source = Paths.Join(git.CommonDirectory, "objects/info");
        if (context.Files.Look(source).Kind == PathKind.Missing)
        {
            context.Placeholders.Add(new Placeholder(source));
        }

        context.Mounts.Add(new SelfMount { Target = Paths.Join(git.GitDirectory, "objects/info"), Reason = "protect" });
    }

    private static BindMount Bind(PlanContext context, string source, string target)
    {
        PathFacts facts = context.Files.Look(source);
        return new BindMount { Target = target, Source = source, Create = false, Identity = (facts.Device, facts.Inode), Reason = Reason };
    }
}
