using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;

namespace Sandbox.Core.Planning;

/// <summary>
/// A NixOS system that nothing has booted: what its activation would have made. Everything else is in the store, and links into it (N78, N80). That no
/// systemd-tmpfiles runs is why the loader for foreign programs is linked here as well (G18).
/// </summary>
internal static class NixosTree
{
    private const string Loader = "/lib64/ld-linux-x86-64.so.2";

    // What scripts begin with.
    private static readonly (string Inside, string Program)[] Links =
        [("/bin/sh", "sh"), ("/bin/bash", "bash"), ("/usr/bin/env", "env"), ("/usr/bin/bash", "bash")];

    public static void Add(PlanContext context, string system)
    {
        if (!context.IsVisible(system))
        {
            context.Mounts.Add(new BindMount { Target = "/nix/store", Source = "/nix/store", Reason = "system" });
        }

        foreach ((string inside, string program) in Links)
        {
            Link(context, inside, Paths.Join(system, "sw/bin/" + program));
        }

        Link(context, Loader, Paths.Join(system, "sw/share/nix-ld/lib/ld.so"));
    }

    /// <summary>Where its programs are.</summary>
    public static string Programs(string system) => Paths.Join(system, "sw/bin");

    private static void Link(PlanContext context, string inside, string target)
    {
        if (context.Files.Follow(target).Kind == PathKind.File)
        {
            context.Mounts.Add(new SymlinkEntry { Target = inside, LinkTarget = target, Reason = "system" });
        }
    }
}
