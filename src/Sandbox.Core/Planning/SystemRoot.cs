using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;

namespace Sandbox.Core.Planning;

/// <summary>Whose programs and libraries are inside: this machine's, those of another tree (--rootfs), or a NixOS system's (--nixos-system).</summary>
internal static class SystemRoot
{
    private const string Store = "/nix/store";
    private const uint OthersWrite = 2;

    /// <summary>What stands before the paths of the system outside: empty for this machine's own. Mistakes go to the findings.</summary>
    public static string Find(PlanContext context) => Rootfs(context) ?? string.Empty;

    /// <summary>Canonical path of the NixOS system, or null.</summary>
    public static string? Nixos(PlanContext context)
    {
        if (context.Policy.NixosSystem is not { } given)
        {
            return null;
        }

        string shown = PrintableText.Escape(given);
        string? path = Follow(context, given);
        if (context.Policy.Rootfs is not null)
        {
            context.Findings.Add(ErrorCode.HostPath, "--rootfs and --nixos-system exclude each other: each says what the system inside is");
        }

        if (path is null || !Paths.IsWithin(path, Store) || context.Files.Follow(Paths.Join(path, "sw/bin")).Kind != PathKind.Directory)
        {
            context.Findings.Add(ErrorCode.HostPath, $"--nixos-system {shown}: not a NixOS system in {Store} (it has no sw/bin): pass the toplevel that `nix build .#nixosConfigurations.NAME.config.system.build.toplevel` makes");
            return null;
        }

        return path;
    }

    private static string? Rootfs(PlanContext context)
    {
        if (context.Policy.Rootfs is not { } given)
        {
            return null;
        }

        string shown = PrintableText.Escape(given);
        string? path = Follow(context, given);
        if (path is null)
        {
            context.Findings.Add(ErrorCode.HostPath, $"--rootfs {shown}: no such directory: make one, for example with `debootstrap --variant=minbase stable {shown}`");
        }
        else if (path == "/")
        {
            context.Findings.Add(ErrorCode.HostPath, "--rootfs /: that is this machine's own system, which is what holds without the option: leave it out");
        }
        else if (context.Files.Look(Paths.Join(path, "usr")).Kind != PathKind.Directory)
        {
            context.Findings.Add(ErrorCode.HostPath, $"--rootfs {shown}: no usr directory in it, so it is no system: pass the directory that holds usr and etc");
        }
        else if (context.Files.Look(path + "/bin/sh").Kind is not (PathKind.File or PathKind.Symlink))
        {
            context.Findings.Add(ErrorCode.HostPath, $"--rootfs {shown}: no /bin/sh in it, which agents and scripts start programs by: pass the directory of a whole system");
        }
        else if (IsAnybodys(context, path) || IsAnybodys(context, path + "/usr"))
        {
            context.Findings.Add(ErrorCode.HostPath, $"--rootfs {shown}: everybody on this machine may write it, and what is in it is run: chmod o-w it, and its usr");
        }
        else if (WritableInside(context).FirstOrDefault(w => Paths.IsWithin(path, w) || Paths.IsWithin(path + "/usr", w)) is { } writable)
        {
            context.Findings.Add(ErrorCode.HostPath, $"--rootfs {shown}: it lies in {PrintableText.Escape(writable)}, which is writable inside: a sandbox would change the programs of the next one: move it out");
        }
        else
        {
            return path;
        }

        return null;
    }

    private static bool IsAnybodys(PlanContext context, string path) => (context.Files.Look(path).Mode & OthersWrite) != 0;

    private static IEnumerable<string> WritableInside(PlanContext context) => context.Policy.Paths
        .Where(static g => g.Writable && g.Path.Length > 0)
        .Select(g => Follow(context, g.Path))
        .Prepend(context.ProjectFacts.Kind == PathKind.Directory ? context.Project : null)
        .OfType<string>();

    private static string? Follow(PlanContext context, string given)
    {
        PathFacts facts = context.Files.Follow(Paths.Anchor(given, context.Facts.WorkingDirectory, context.Facts.Home));
        return facts.Kind == PathKind.Directory ? facts.Canonical : null;
    }
}
