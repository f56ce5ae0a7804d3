using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Core.Planning;

/// <summary>Host paths shared by --ro and --rw.</summary>
internal static class GrantTree
{
    /// <summary>Adds those outside the project; answers those inside, which go on top of it: each must land on top of what it refines.</summary>
    public static IReadOnlyList<PlannedMount> Add(PlanContext context)
    {
        List<PlannedMount> inside = [];
        Dictionary<string, PathGrant> placed = new(StringComparer.Ordinal);

        // Parents first, so that a grant below another lands on top of it.
        foreach (PathGrant grant in context.Policy.Paths.Where(g => g.Path.Length > 0).OrderBy(g => Absolute(context, g), StringComparer.Ordinal))
        {
            if (Resolve(context, grant) is not { } mount || IsRepeated(context, grant, mount.Target, placed))
            {
                continue;
            }

            bool isInside = Paths.IsWithin(mount.Target, context.Project);
            (isInside ? inside : context.Mounts).Add(mount with { Create = !isInside });
        }

        return inside;
    }

    public static string Flag(PathGrant grant) => grant.Writable ? "--rw" : "--ro";

    private static string Absolute(PlanContext context, PathGrant grant) =>
        Paths.Absolute(grant.Path, context.Facts.WorkingDirectory, context.Facts.Home);

    private static BindMount? Resolve(PlanContext context, PathGrant grant)
    {
        PathFacts facts = context.Files.Follow(Paths.Anchor(grant.Path, context.Facts.WorkingDirectory, context.Facts.Home));
        if (facts.Canonical is not { } canonical || facts.Kind is PathKind.Missing or PathKind.Forbidden)
        {
            Refuse(context, grant, facts.Kind == PathKind.Forbidden ? "permission denied" : "no such file or directory");
            return null;
        }

        string path = Paths.Climbs(grant.Path) ? canonical : Absolute(context, grant);

        // Where the host's own directory is visible its symbolic links are too: what they lead to is what is missing.
        bool visible = Paths.IsWithin(path, context.Project) || context.IsVisible(path);
        string target = visible ? canonical : context.Place(path);
        if (GrantRefusal.Find(context, grant, canonical, target, facts.Kind) is { } why)
        {
            Refuse(context, grant, why);
            return null;
        }

        return new BindMount
        {
            Target = target,
            Source = canonical,
            Writable = grant.Writable,
            IsFile = facts.Kind != PathKind.Directory,
            IsEndpoint = facts.IsEndpoint,
            Identity = (facts.Device, facts.Inode),
            Reason = Flag(grant),
        };
    }

    private static bool IsRepeated(PlanContext context, PathGrant grant, string target, Dictionary<string, PathGrant> placed)
    {
        if (!placed.TryAdd(target, grant) && placed[target].Writable != grant.Writable)
        {
            Refuse(context, grant, $"{Flag(placed[target])} names it too: keep one of the two");
        }

        return !ReferenceEquals(placed[target], grant);
    }

    private static void Refuse(PlanContext context, PathGrant grant, string why) =>
        context.Findings.Add(ErrorCode.HostPath, $"{Flag(grant)} {PrintableText.Escape(grant.Path)}: {why}");
}
