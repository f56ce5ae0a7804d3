using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;

namespace Sandbox.Core.Planning;

/// <summary>
/// A path of the project, at any depth, that must stay as it is: read-only where it exists, impossible to make where it does not. A
/// file's mount vanishes when the host replaces the file; PID 1 sees that and ends the sandbox.
/// </summary>
internal static class ProtectedPlace
{
    public static void Add(PlanContext context, HashSet<string> pinned, string path, string reason)
    {
        List<string> above = [];
        for (string parent = Paths.Parent(path); !string.Equals(parent, context.Project, StringComparison.Ordinal); parent = Paths.Parent(parent))
        {
            above.Add(parent);
        }

        above.Reverse();
        foreach (string directory in above)
        {
            PathFacts facts = context.Files.Look(directory);
            if (facts.Kind != PathKind.Directory)
            {
                Cover(context, directory, facts, reason);
                return;
            }

            if (pinned.Add(directory))
            {
                context.Mounts.Add(new SelfMount { Target = directory, Writable = true, Reason = "pin" });
            }
        }

        Cover(context, path, context.Files.Look(path), reason);
    }

    private static void Cover(PlanContext context, string path, PathFacts facts, string reason)
    {
        if (context.Mounts.Exists(m => m is SelfMount { Writable: false } && string.Equals(m.Target, path, StringComparison.Ordinal)))
        {
            return;
        }

        switch (facts.Kind)
        {
            case PathKind.Missing when !context.Files.CanWrite(Paths.Parent(path)):
                break;
            case PathKind.Missing:
                context.Placeholders.Add(new Placeholder(path));
                context.Mounts.Add(new SelfMount { Target = path, Reason = $"protect (absent {reason})" });
                break;
            case PathKind.File or PathKind.Directory:
                context.Mounts.Add(new SelfMount { Target = path, Reason = $"protect ({reason})" });
                break;
            default:
                context.Findings.Add(
                    ErrorCode.ProjectDirectory, $"cannot protect {PrintableText.Escape(path)} ({reason}): it is neither a file nor a directory: put one in its place, or pass --allow-write all");
                break;
        }
    }
}
