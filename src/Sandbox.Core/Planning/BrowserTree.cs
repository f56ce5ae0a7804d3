using System.Text;
using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;

namespace Sandbox.Core.Planning;

/// <summary>
/// Chromium inside. Its own sandbox is made of user namespaces, which are refused here, so a small file of its name, first on PATH,
/// starts it without; and with --desktop it keeps its profile, one for each project.
/// </summary>
internal static class BrowserTree
{
    private const string Reason = "browser";
    private const string Variable = "CHROMIUM_USER_DATA_DIR";
    private const int Executable = 0b111_101_101;

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private static readonly string[] Directories = ["/usr/bin", "/usr/local/bin", "/run/current-system/sw/bin"];

    public static void Add(PlanContext context)
    {
        if (Find(context.Files) is not { } browser)
        {
            return;
        }

        string bin = Paths.Join(context.Facts.Home, ".local/bin");
        byte[] script = Encoding.UTF8.GetBytes(Script(browser));
        context.Mounts.Add(new FileEntry { Target = Paths.Join(bin, Names[0]), Contents = script, Mode = Executable, Reason = Reason });
        if (!string.Equals(Paths.Name(browser), Names[0], StringComparison.Ordinal))
        {
            context.Mounts.Add(new SymlinkEntry { Target = Paths.Join(bin, Paths.Name(browser)), LinkTarget = Names[0], Reason = Reason });
        }

        if (Profile(context) is { } profile)
        {
            string inside = Paths.Join(context.Facts.Home, ".config/claude-sandbox/chromium");
            context.Mounts.Add(new BindMount { Target = inside, Source = profile, Writable = true, NoExec = true, Reason = Reason });
            context.Set(Variable, inside, Reason);
        }
    }

    /// <summary>Those of the agent, and the profile's.</summary>
    public static IReadOnlyList<string> HostDirectories(PlanContext context, IReadOnlyList<string> agent) =>
        context.Mounts.Any(m => m is BindMount { Reason: Reason }) ? [.. agent, Profile(context)!] : agent;

    private static string? Profile(PlanContext context) => context.Policy.Desktop ? context.Facts.BrowserProfile : null;

    private static string? Find(IHostFiles files)
    {
        foreach (string directory in Directories)
        {
            foreach (string name in Names)
            {
                string path = Paths.Join(directory, name);
                if (files.Follow(path).Kind == PathKind.File)
                {
                    return path;
                }
            }
        }

        return null;
    }

    // "disabled:" and not unset: a client without an address looks for a socket below XDG_RUNTIME_DIR.
    private static string Script(string browser) =>
        $"""
        #!/bin/sh
        # Made by claude-sandbox: inside a sandbox the browser cannot have one of its own, and stays off the session bus,
        # through which it would hand its windows to a browser of another sandbox.
        export DBUS_SESSION_BUS_ADDRESS=disabled:
        [ -e /dev/dri ] || set -- --disable-gpu "$@"
        [ -n "$DISPLAY" ] || [ -z "$WAYLAND_DISPLAY" ] || set -- --ozone-platform=wayland "$@"
        [ -z "${Variable}" ] || set -- --user-data-dir="${Variable}" "$@"
        exec {browser} --no-sandbox --disable-quic --no-first-run "$@"

        """;
}
