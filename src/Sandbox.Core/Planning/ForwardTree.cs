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
            if (asked || forward.Default || (context.Policy.Desktop && Desktop.Wants(context, forward)))
            {
                Apply(context, forward, asked);
            }
        }

        if (context.Policy.Desktop)
        {
            Desktop.CheckDisplay(context);
        }
    }

    private static void Apply(PlanContext context, Forward forward, bool asked)
    {
        bool applied = forward.Sources.Count == 0;
        bool refused = false;
        foreach (ForwardSource source in forward.Sources)
        {
            string? path = ForwardPath.Find(source, context.Facts);
            PathFacts facts = path is null ? PathFacts.Missing : context.Files.Follow(path);
            if (facts.Kind is PathKind.Missing or PathKind.Forbidden || facts.Canonical is null)
            {
                if (asked && source.Required)
                {
                    Refuse(context, forward, path is null ? ForwardPath.WhyNot(source, context.Facts) : $"{PrintableText.Escape(path)} {Missing(facts)}");
                    refused = true;
                }

                continue;
            }

            if (source.Follows && !applied)
            {
                continue;
            }

            if (source.IsSocket && facts.Kind != PathKind.Socket)
            {
                string named = source.Kind is ForwardSourceKind.Path or ForwardSourceKind.RuntimePath || context.Facts.Variable(source.Name) is null
                    ? PrintableText.Escape(path!)
                    : $"{source.Name} leads to {PrintableText.Escape(path!)}, which";
                Refuse(context, forward, $"{named} is not a socket");
                refused = true;
                continue;
            }

            applied |= Share(context, forward, source, path!, facts, asked);
        }

        if (applied && forward.RefusedToTrustedNixUsers && NixTrust.WhyNot(context.Facts) is { } why)
        {
            context.Findings.Add(ErrorCode.Forward, $"cannot forward {forward.Name}: {why}, or leave it out of --forward");
        }

        if (applied)
        {
            Environment(context, forward);
            Tell(context, forward);
        }
        else if (asked && forward.NeedsOne && !refused)
        {
            Refuse(context, forward, $"none of {string.Join(", ", forward.Sources.Where(s => !s.Follows).Select(s => Shown(context, s)))} exists");
        }
    }

    private static bool Share(PlanContext context, Forward forward, ForwardSource source, string path, PathFacts facts, bool asked)
    {
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

            context.Mounts.Add(new FileEntry { Target = target, Contents = Filter(context, source, contents), Mode = 0b110_000_000, Reason = Reason(forward) });
        }
        else
        {
            context.Mounts.Add(new BindMount
            {
                Target = target,
                Source = facts.Canonical!,
                Writable = source.Writable,
                IsFile = facts.Kind != PathKind.Directory,
                IsEndpoint = facts.IsEndpoint,
                AllowDevices = source.Devices,
                NoExec = !source.Executable,
                Reason = Reason(forward),
            });
        }

        if (source.Tells is { } variable)
        {
            context.Set(variable, source.TellsPrefix + target, Reason(forward));
        }

        return true;
    }

    private static byte[] Filter(PlanContext context, ForwardSource source, byte[] contents) =>
        source.GitConfig ? GitConfigFilter.Apply(contents)
        : source.Cookies ? X11Cookies.Apply(contents, ForwardPath.X11Number(context.Facts.Variable("DISPLAY")) ?? string.Empty)
        : contents;

    private static string Reason(Forward forward) => "forward " + forward.Name;

    private static string Shown(PlanContext context, ForwardSource source) =>
        ForwardPath.Find(source, context.Facts) is { } path ? PrintableText.Escape(path) : $"$XDG_RUNTIME_DIR/{source.Name}";

    private static string Missing(PathFacts facts) => facts.Kind == PathKind.Forbidden ? "may not be looked at" : "does not exist";

    private static void Refuse(PlanContext context, Forward forward, string why) =>
        context.Findings.Add(ErrorCode.Forward, $"cannot forward {forward.Name}: {why}: leave it out of --forward, or set it up on the host first");

    private static void Environment(PlanContext context, Forward forward)
    {
        foreach (ForwardSource source in forward.Sources)
        {
            // Without the host in front: inside, that is a machine that nobody reaches.
            if (source.Kind == ForwardSourceKind.X11Display && context.Facts.Variable(source.Name) is { } display)
            {
                context.Set(source.Name, display[display.LastIndexOf(':')..], Reason(forward));
            }
        }

        foreach (string name in forward.Variables)
        {
            if (context.Facts.Variable(name) is { } value)
            {
                context.Set(name, value, Reason(forward));
            }
        }

        foreach ((string name, string value) in forward.Set.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            context.Set(name, value, Reason(forward));
        }
    }

    private static void Tell(PlanContext context, Forward forward)
    {
        if (forward.Grants is not { } grants)
        {
            return;
        }

        context.Forwards.Add(new PlannedForward(forward.Name, forward.Summary, grants));
        if (forward.Loud)
        {
            context.Notices.Add($"WARNING: --forward {forward.Name} opens {grants}");
        }
    }
}
