using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Core.Planning;

/// <summary>The project, writable, and above it what must not change.</summary>
internal static class ProjectTree
{
    private const uint OwnerMayWrite = 0b010_000_000;

    public static void Add(PlanContext context)
    {
        context.Mounts.Add(new BindMount
        {
            Target = context.Project,
            Source = context.Project,
            Writable = true,
            Identity = (context.ProjectFacts.Device, context.ProjectFacts.Inode),
            Reason = "project",
        });

        HashSet<string> pinned = new(StringComparer.Ordinal);
        bool git = GitTree.Add(context, pinned);
        string[] names = [.. ProtectedNames.All.Where(n => !context.IsReleased(n) && !(git && n == GitTree.Hooks))];
        foreach (string parent in names.Select(n => Paths.Parent(Paths.Join(context.Project, n))).Distinct(StringComparer.Ordinal))
        {
            RefuseOwnUnwritable(context, parent);
        }

        foreach (string name in names)
        {
            Protect(context, name, pinned);
        }

        ProtectProgram(context, pinned);
    }

    /// <summary>The agent must not replace the program that starts it next time, outside (PR-18).</summary>
    private static void ProtectProgram(PlanContext context, HashSet<string> pinned)
    {
        if (context.Facts.ProgramDirectory is not { } program || !Paths.IsWithin(program, context.Project))
        {
            return;
        }

        if (string.Equals(program, context.Project, StringComparison.Ordinal))
        {
            context.Findings.Add(ErrorCode.ProjectDirectory, $"refusing to share {PrintableText.Escape(program)} as a project: this program itself lies there: choose another directory");
            return;
        }

        List<string> above = [];
        for (string parent = Paths.Parent(program); !string.Equals(parent, context.Project, StringComparison.Ordinal); parent = Paths.Parent(parent))
        {
            above.Add(parent);
        }

        above.Reverse();
        context.Mounts.AddRange(above.Where(pinned.Add).Select(p => new SelfMount { Target = p, Writable = true, Reason = "pin" }));
        context.Mounts.Add(new SelfMount { Target = program, Reason = "protect (this program)" });
    }

    private static void Protect(PlanContext context, string name, HashSet<string> pinned)
    {
        string path = Paths.Join(context.Project, name);
        string parent = Paths.Parent(path);
        if (!string.Equals(parent, context.Project, StringComparison.Ordinal) && !Pin(context, parent, pinned, name))
        {
            return;
        }

        PathFacts facts = context.Files.Look(path);
        switch (facts.Kind)
        {
            case PathKind.Missing when !context.Files.CanWrite(parent):
                // Nobody of this uid can create it either.
                break;
            case PathKind.Missing:
                context.Placeholders.Add(new Placeholder(path));
                context.Mounts.Add(new SelfMount { Target = path, Reason = "protect (absent)" });
                break;
            case PathKind.Directory:
                context.Mounts.Add(new SelfMount { Target = path, Reason = "protect" });
                WritableBelow(context, name);
                break;
            case PathKind.Symlink:
                ProtectLink(context, path, facts, name);
                break;
            case PathKind.File:
                // A file bind disappears when the host saves by rename; what is present is reported, not pretended to be safe.
                context.Notices.Add($"{name} exists and stays writable inside: look at it before you use tools that obey it");
                break;
            default:
                context.Findings.Add(ErrorCode.ProjectDirectory, $"cannot protect {PrintableText.Escape(path)}: it is neither a file nor a directory: move it away, or pass --allow-write {name}");
                break;
        }
    }

    /// <summary>False when the parent is not a directory of the project's own, so that nothing below it can be protected here.</summary>
    private static bool Pin(PlanContext context, string parent, HashSet<string> pinned, string name)
    {
        PathFacts facts = context.Files.Look(parent);
        if (facts.Kind == PathKind.Symlink)
        {
            ProtectLink(context, parent, facts, name);
        }

        if (facts.Kind != PathKind.Directory)
        {
            return false;
        }

        if (pinned.Add(parent))
        {
            context.Mounts.Add(new SelfMount { Target = parent, Writable = true, Reason = "pin" });
        }

        return true;
    }

    // "Not writable" keeps names from being created only where the owner cannot take it back with one chmod.
    private static void RefuseOwnUnwritable(PlanContext context, string directory)
    {
        PathFacts facts = context.Files.Look(directory);
        if (facts.Kind == PathKind.Directory && facts.Uid == context.Facts.Uid && (facts.Mode & OwnerMayWrite) == 0 && !context.Files.CanWrite(directory))
        {
            string shown = PrintableText.Escape(directory);
            context.Findings.Add(
                ErrorCode.ProjectDirectory,
                $"cannot protect names in {shown}: it is yours but not writable, which the agent could change before it creates them: chmod u+w {shown}, or pass --allow-write all");
        }
    }

    // The link itself lives in the writable project and can be replaced there: only refusing is honest (FS-05).
    private static void ProtectLink(PlanContext context, string path, PathFacts facts, string name)
    {
        string shown = PrintableText.Escape(path);
        context.Findings.Add(
            ErrorCode.ProjectDirectory,
            $"cannot protect {shown}: it is a symbolic link to {PrintableText.Escape(facts.LinkTarget ?? "?")}, which the agent could replace: put a directory there, or pass --allow-write {name}");
    }

    private static void WritableBelow(PlanContext context, string name)
    {
        foreach (string below in ProtectedNames.WritableBelow.Where(b => b.StartsWith(name + "/", StringComparison.Ordinal)))
        {
            string path = Paths.Join(context.Project, below);
            if (context.Files.Look(path).Kind == PathKind.Directory)
            {
                PathFacts facts = context.Files.Follow(path);
                context.Mounts.Add(new BindMount
                {
                    Target = path,
                    Source = path,
                    Writable = true,
                    Create = false,
                    Identity = (facts.Device, facts.Inode),
                    Reason = "project",
                });
            }
        }
    }
}
