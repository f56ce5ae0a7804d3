using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Core.Planning;

/// <summary>Host paths shared by --ro and --rw.</summary>
internal static class GrantTree
{
    // Whole trees that would undo the sandbox; single entries below them are the user's business.
    private static readonly string[] Refused = ["/", "/dev", "/proc", "/sys", "/run", "/tmp", "/etc", "/var", "/home"];

    /// <summary>Those outside the project come before it, those inside after it: each must land on top of what it refines.</summary>
    public static void Add(PlanContext context, bool insideProject)
    {
        // Parents first, so that a grant below another lands on top of it.
        foreach (PathGrant grant in context.Policy.Paths.OrderBy(g => Paths.Absolute(g.Path, context.Facts.WorkingDirectory, context.Facts.Home), StringComparer.Ordinal))
        {
            string path = Paths.Absolute(grant.Path, context.Facts.WorkingDirectory, context.Facts.Home);
            if (Paths.IsWithin(path, context.Project) == insideProject)
            {
                Add(context, grant, path, insideProject);
            }
        }
    }

    private static void Add(PlanContext context, PathGrant grant, string path, bool insideProject)
    {
        string flag = grant.Writable ? "--rw" : "--ro";
        string shown = PrintableText.Escape(grant.Path);
        if (grant.Path.Length == 0)
        {
            context.Findings.Add(ErrorCode.HostPath, $"{flag} needs a path: it is empty");
            return;
        }

        PathFacts facts = context.Files.Follow(path);
        if (facts.Kind is PathKind.Missing or PathKind.Forbidden || facts.Canonical is null)
        {
            string why = facts.Kind == PathKind.Forbidden ? "permission denied" : "no such file or directory";
            context.Findings.Add(ErrorCode.HostPath, $"{flag} {shown}: {why}");
            return;
        }

        string canonical = facts.Canonical;
        if (Refused.Contains(path, StringComparer.Ordinal) || Refused.Contains(canonical, StringComparer.Ordinal))
        {
            context.Findings.Add(ErrorCode.HostPath, $"{flag} {shown}: refusing to share all of {canonical}: name what is needed below it");
            return;
        }

        if (Paths.IsWithin(context.Facts.Home, canonical))
        {
            context.Findings.Add(ErrorCode.HostPath, $"{flag} {shown}: refusing to share the whole home directory: name what is needed below it");
            return;
        }

        if (facts.Kind == PathKind.Socket)
        {
            context.Findings.Add(ErrorCode.HostPath, $"{flag} {shown}: is a socket, and read-only does not stop anyone from talking to it: use --forward for what the catalogue knows");
            return;
        }

        if (SecretStores.Find(canonical, context.Facts.Home) is { } store && SecretStores.Find(path, context.Facts.Home) is null)
        {
            context.Findings.Add(ErrorCode.HostPath, $"{flag} {shown}: a symbolic link leads from there to {PrintableText.Escape(store)}, where keys and tokens are kept: name that path itself if you mean it");
            return;
        }

        if (grant.Writable && Uncovered(context, path, canonical, facts) is { } name)
        {
            context.Findings.Add(ErrorCode.HostPath, $"{flag} {shown}: would make {name} of the project writable: the project is writable already, so leave it out, or pass --allow-write {name} if you mean it");
            return;
        }

        context.Mounts.Add(new BindMount
        {
            Target = path,
            Source = canonical,
            Writable = grant.Writable,
            IsFile = facts.Kind != PathKind.Directory,
            Create = !insideProject,
            Identity = (facts.Device, facts.Inode),
            Reason = flag,
        });
    }

    /// <summary>A protected name that a writable grant would open again, because it lies on top of the protection or shows the project at another path.</summary>
    private static string? Uncovered(PlanContext context, string path, string canonical, PathFacts facts)
    {
        bool project = (facts.Device, facts.Inode) == (context.ProjectFacts.Device, context.ProjectFacts.Inode);

        // A directory above the project, at its own path, comes before the project and is covered by it.
        bool below = string.Equals(path, canonical, StringComparison.Ordinal) && !Paths.IsWithin(path, context.Project) && !project;
        string real = project ? context.Project : canonical;
        return below ? null : ProtectedNames.All
            .Where(n => !context.Policy.Releases(n))
            .FirstOrDefault(n => Overlap(Paths.Join(context.Project, n), real));
    }

    private static bool Overlap(string a, string b) => Paths.IsWithin(a, b) || Paths.IsWithin(b, a);
}
