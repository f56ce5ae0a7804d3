using System.Globalization;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;

namespace Sandbox.Core.Policy;

/// <summary>
/// Where services listen that act for whoever talks to them: they run programs, sign, or reach the network. A shared directory with such a
/// socket in it is the service, read-only or not (NW-07).
/// </summary>
public static class ServiceSockets
{
    private static readonly string[] System =
    [
        "/nix/var/nix/daemon-socket/socket", "/run/containerd/containerd.sock", "/run/cups/cups.sock", "/run/dbus/system_bus_socket", "/run/docker.sock",
        "/run/libvirt/libvirt-sock", "/run/podman/podman.sock", "/run/snapd.socket", "/run/systemd/journal/stdout", "/run/systemd/private",
    ];

    private static readonly string[] Session =
    [
        "bus", "docker.sock", "gnupg/S.gpg-agent", "keyring/control", "keyring/ssh", "pipewire-0", "podman/podman.sock", "pulse/native", "systemd/notify", "systemd/private", "wayland-0",
    ];

    /// <summary>The first that lies at or below a directory, or null.</summary>
    /// <param name="directory">Canonical.</param>
    /// <param name="facts">This machine.</param>
    public static string? FindBelow(string directory, HostFacts facts) =>
        All(facts).FirstOrDefault(p => Paths.IsWithin(p, directory) && facts.Files.Look(p).Kind == PathKind.Socket);

    private static IEnumerable<string> All(HostFacts facts)
    {
        string[] runtime = [string.Create(CultureInfo.InvariantCulture, $"/run/user/{facts.Uid}"), .. Given(facts, "XDG_RUNTIME_DIR")];
        return System.Concat(runtime.SelectMany(static r => Session.Select(s => Paths.Join(r, s)))).Concat(Given(facts, "SSH_AUTH_SOCK"));
    }

    // As the user wrote it, and as it is: a grant is compared by its canonical path.
    private static IEnumerable<string> Given(HostFacts facts, string variable) =>
        facts.Variable(variable) is { } path && path.StartsWith('/')
            ? new[] { Paths.Absolute(path, "/", "/"), facts.Files.Follow(path).Canonical }.OfType<string>().Distinct(StringComparer.Ordinal)
            : [];
}
