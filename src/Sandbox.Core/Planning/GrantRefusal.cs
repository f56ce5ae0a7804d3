using Sandbox.Core.Hosts;
using Sandbox.Core.Policy;

namespace Sandbox.Core.Planning;

/// <summary>What --ro and --rw may not share, and what to do instead.</summary>
internal static class GrantRefusal
{
    // Names in one message.
    private const int Shown = 3;

    /// <summary>The reason, or null when it can be shared.</summary>
    public static string? Find(PlanContext context, PathGrant grant, string canonical, string target, PathKind kind)
    {
        string shown = PrintableText.Escape(canonical);
        if (IsOneOf(SystemDirectories.Whole, canonical, target))
        {
            return $"refusing to share all of {shown}: name what is needed below it";
        }

        if (Paths.IsWithin(context.Facts.Home, canonical) || Paths.IsWithin(context.Facts.Home, target))
        {
            return "refusing to share the whole home directory: name what is needed below it";
        }

        if (kind == PathKind.Socket)
        {
            return "is a socket, and read-only does not stop anyone from talking to it: use --forward for what the catalogue knows";
        }

        if (kind == PathKind.Directory && ServiceSockets.FindBelow(canonical, context.Facts) is { } socket)
        {
            return $"{PrintableText.Escape(socket)} is in it, and read-only does not stop anyone from talking to a socket: name what is needed below it, or use --forward for what the catalogue knows";
        }

        string named = Paths.Absolute(grant.Path, context.Facts.WorkingDirectory, context.Facts.Home);
        if (SecretStores.Find(canonical, context.Facts.Home) is { } store && SecretStores.Find(named, context.Facts.Home) is null)
        {
            return $"a symbolic link leads from there to {PrintableText.Escape(store)}, where keys and tokens are kept: name that path itself if you mean it";
        }

        if (!grant.Writable)
        {
            return null;
        }

        return IsOneOf(SystemDirectories.Programs, canonical, target)
            ? $"refusing to make {shown} writable: the host runs what is in it: name what is needed below it, or share it by --ro"
            : Uncovers(context, canonical, target);
    }

    // A second, writable way to what the project's own mount protects. A grant above the project is none: the project lies on top of it.
    private static string? Uncovers(PlanContext context, string canonical, string target)
    {
        bool above = string.Equals(canonical, target, StringComparison.Ordinal) && !string.Equals(target, context.Project, StringComparison.Ordinal) &&
            Paths.IsWithin(context.Project, target);
        string[] names = above
            ? []
            : [.. ProtectedNames.All.Where(n => !context.IsReleased(n) && Paths.IsWithin(Paths.Join(context.Project, n), canonical))];
        return names.Length == 0
            ? null
            : $"would make protected names of the project writable ({string.Join(", ", names.Take(Shown))}{(names.Length > Shown ? ", ..." : string.Empty)}): " +
                "the project is writable already; to release a name pass --allow-write NAME";
    }

    private static bool IsOneOf(IReadOnlyList<string> known, string canonical, string target) =>
        known.Contains(canonical, StringComparer.Ordinal) || known.Contains(target, StringComparer.Ordinal);
}
