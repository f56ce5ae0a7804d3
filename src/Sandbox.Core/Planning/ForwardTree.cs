using Sandbox.Core.Diagnostics;
using Sandbox.Core.Forwards;
using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;

namespace Sandbox.Core.Planning;

/// <summary>Turns the catalogue's entries into mounts and variables for this host.</summary>
internal static class ForwardTree
{
    private const int CopyLimit = 1024 * 1024;

    public static void Add(PlanContext context)
    {
        foreach (Forward forward in ForwardCatalog.All)
        {
            bool asked = context.Policy.Forwards.Contains(forward.Name, StringComparer.Ordinal);
            if (asked || forward.Default)
            {
                Apply(context, forward, asked);
            }
        }
    }

    private static void Apply(PlanContext context, Forward forward, bool asked)
    {
        bool applied = false;
        foreach (ForwardSource source in forward.Sources)
        {
            string? path = ForwardPath.Find(source, context.Facts);
            PathFacts facts = path is null ? PathFacts.Missing : context.Files.Follow(path);
            if (facts.Kind is PathKind.Missing or PathKind.Forbidden || facts.Canonical is null)
            {
                if (asked && source.Required)
                {
                    Refuse(context, forward, path is null ? ForwardPath.WhyNot(source, context.Facts) : $"{PrintableText.Escape(path)} {Missing(facts)}");
                }

                continue;
            }

            if (source.IsSocket && facts.Kind != PathKind.Socket)
            {
                Refuse(context, forward, $"{source.Name} leads to {PrintableText.Escape(path!)}, which is not a socket");
                continue;
            }

            applied |= Share(context, forward, source, path!, facts, asked);
        }

        if (applied)
        {
            Environment(context, forward);
        }
    }

    private static bool Share(PlanContext context, Forward forward, ForwardSource source, string path, PathFacts facts, bool asked)
    {
        string reason = "forward " + forward.Name;
        string target = ForwardPath.Target(source, context, path);
        if (source.Copy)
        {
            byte[]? contents = context.Files.Read(facts.Canonical!, CopyLimit);
            if (contents is null)
            {
                if (asked)
                {
                    Refuse(context, forward, $"{PrintableText.Escape(path)} cannot be read or is larger than 1 MiB");
                }

                return false;
            }

            byte[] shared = source.GitConfig ? GitConfigFilter.Apply(contents) : contents;
            context.Mounts.Add(new FileEntry { Target = target, Contents = shared, Mode = 0b110_000_000, Reason = reason });
            return true;
        }

        context.Mounts.Add(new BindMount
        {
            Target = target,
            Source = facts.Canonical!,
            Writable = source.Writable,
            IsFile = facts.Kind != PathKind.Directory,
            NoExec = !string.Equals(forward.Name, "nix-store", StringComparison.Ordinal),
            Reason = reason,
        });
        return true;
    }

    private static string Missing(PathFacts facts) => facts.Kind == PathKind.Forbidden ? "may not be looked at" : "does not exist";

    private static void Refuse(PlanContext context, Forward forward, string why) =>
        context.Findings.Add(ErrorCode.Forward, $"cannot forward {forward.Name}: {why}: leave it out of --forward, or set it up on the host first");

    private static void Environment(PlanContext context, Forward forward)
    {
        foreach (string name in forward.Variables)
        {
            if (context.Facts.Variable(name) is { } value)
            {
                context.Set(name, value, "forward " + forward.Name);
            }
        }

        foreach ((string name, string value) in forward.Set.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            context.Set(name, value, "forward " + forward.Name);
        }
    }
}
