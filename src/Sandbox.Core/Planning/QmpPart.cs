using System.Text;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Core.Planning;

/// <summary>Where the user speaks to a virtual machine's monitor (--qmp): a socket that nothing inside may see, because whoever speaks there is QEMU.</summary>
internal static class QmpPart
{
    // sun_path has 108 bytes, one of which ends it.
    private const int Longest = 107;

    // It is made below an open directory, whose name takes the rest.
    private const int LongestName = 80;
    private const uint OthersWrite = 0b010;
    private const uint Sticky = 0b001_000_000_000;

    /// <summary>Its canonical path, or null where none was asked for. Whether something is there already is seen when it is made. Mistakes go to the findings.</summary>
    /// <param name="context">With every mount.</param>
    public static string? Of(PlanContext context)
    {
        if (context.Policy.Qmp is not { Length: > 0 } given)
        {
            return null;
        }

        if (context.Policy.Backend != BackendKind.Vm)
        {
            // Only here: the backend may be named elsewhere than on the command line.
            context.Findings.Add(ErrorCode.InvalidPolicy, $"--qmp needs --backend vm, not --backend {context.Policy.Backend?.Word() ?? BackendKinds.Auto}: it is the monitor of a virtual machine");
            return null;
        }

        string anchored = Paths.Anchor(given, context.Facts.WorkingDirectory, context.Facts.Home);
        string parent = Paths.Parent(anchored);
        PathFacts facts = context.Files.Follow(parent);
        if (facts is not { Kind: PathKind.Directory, Canonical: { } directory } || anchored == "/")
        {
            return Refuse(context, given, "there is no such directory to make a socket in: make it first, or name another one");
        }

        string path = Paths.Join(directory, Paths.Name(anchored));
        if (Encoding.UTF8.GetByteCount(path) > Longest || Encoding.UTF8.GetByteCount(Paths.Name(path)) > LongestName)
        {
            return Refuse(context, given, $"too long for a socket, whose path has at most {Longest} bytes and whose name {LongestName}: name a shorter one");
        }

        if ((facts.Mode & (OthersWrite | Sticky)) == OthersWrite)
        {
            return Refuse(context, given, $"everybody on this machine may replace what is in {PrintableText.Escape(directory)}: name a directory of your own");
        }

        // A socket can be connected to through a read-only mount too.
        return context.Mounts.OfType<BindMount>().FirstOrDefault(m => !m.IsFile && Paths.IsWithin(path, m.Source)) is { } mount
            ? Refuse(context, given, $"the sandbox sees {PrintableText.Escape(mount.Source)}, and whoever speaks there rules the machine: name a place that is not shared")
            : path;
    }

    private static string? Refuse(PlanContext context, string given, string why)
    {
        context.Findings.Add(ErrorCode.HostPath, $"--qmp {PrintableText.Escape(given)}: {why}");
        return null;
    }
}
