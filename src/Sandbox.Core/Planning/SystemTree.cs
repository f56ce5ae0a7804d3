using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;

namespace Sandbox.Core.Planning;

/// <summary>The read-only system: programs and libraries of the host, and nothing of its state.</summary>
internal static class SystemTree
{
    private static readonly string[] Roots = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

    public static void Add(PlanContext context)
    {
        context.SystemPrefix = SystemRoot.Find(context);
        context.NixosSystem = SystemRoot.Nixos(context);
        if (context.NixosSystem is { } system)
        {
            NixosTree.Add(context, system);
            return;
        }

        foreach (string root in Roots)
        {
            AddRoot(context, root);
        }
    }

    private static void AddRoot(PlanContext context, string root)
    {
        PathFacts facts = context.Files.Look(context.SystemPrefix + root);
        if (facts.Kind == PathKind.Symlink)
        {
            context.Mounts.Add(new SymlinkEntry { Target = root, LinkTarget = facts.LinkTarget!, Reason = "system" });
        }
        else if (facts.Kind == PathKind.Directory)
        {
            context.Mounts.Add(new BindMount { Target = root, Source = context.SystemPrefix + root, Reason = "system" });
        }
    }
}
