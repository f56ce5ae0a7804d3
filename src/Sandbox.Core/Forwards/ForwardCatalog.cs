namespace Sandbox.Core.Forwards;

/// <summary>The one catalogue of forwards.</summary>
public static class ForwardCatalog
{
    /// <summary>The one that brings nothing of the host in: the launcher serves it.</summary>
    public const string GitHubToken = "gh-token";

    public static IReadOnlyList<Forward> All { get; } =
    [
        new Forward
        {
            Name = "git-config",
            Summary = "your git identity and settings, read-only",
            Default = true,
            Sources =
            [
                new(ForwardSourceKind.Path, "~/.gitconfig") { Copy = true, GitConfig = true },

                // File by file: git keeps passwords in a neighbour of these (git-credential-store's "credentials").
                new(ForwardSourceKind.Path, "~/.config/git/config") { Copy = true, GitConfig = true },
                new(ForwardSourceKind.Path, "~/.config/git/ignore") { Copy = true },
                new(ForwardSourceKind.Path, "~/.config/git/attributes") { Copy = true },
                new(ForwardSourceKind.Path, "/etc/gitconfig") { Copy = true, GitConfig = true },
            ],
        },
        new Forward
        {
            Name = "nix-store",
            Summary = "the Nix store, read-only",
            Default = true,
            Sources = [new(ForwardSourceKind.Path, "/nix/store") { Executable = true }],
        },
        new Forward
        {
            // Links into the store, so it grants no more than that does.
            Name = "current-system",
            Summary = "the programs of a NixOS system, read-only",
            Default = true,
            Sources = [new(ForwardSourceKind.Path, "/run/current-system/sw") { Executable = true }],
        },
        new Forward
        {
            Name = "gh-config",
            Summary = "the GitHub command line's configuration, read-only",
            Grants = "everything your GitHub token can do",
            Sources = [new(ForwardSourceKind.Path, "~/.config/gh") { Required = true }],
        },
        new Forward
        {
            // Nothing of the host comes in: the launcher's broker holds the token and the variables lead to it.
            Name = GitHubToken,
            Summary = "github.com over HTTPS and its API with your GH_TOKEN or GITHUB_TOKEN, which stays outside",
            Grants = "what your GitHub token can do, while the sandbox runs",
        },
        new Forward
        {
            Name = "ssh-agent",
            Summary = "the ssh-agent socket",
            Grants = "logging in as you wherever your keys are accepted, while the sandbox runs",
            Sources = [new(ForwardSourceKind.Variable, "SSH_AUTH_SOCK") { Required = true }],
            Variables = ["SSH_AUTH_SOCK"],
        },
        new Forward
        {
            Name = "nix-daemon",
            Summary = "the Nix daemon's socket and database",
            Grants = "building and downloading through the daemon, past the sandbox's network policy",
            RefusedToTrustedNixUsers = true,
            Sources =
            [
                new(ForwardSourceKind.Path, "/nix/var/nix/daemon-socket") { Required = true, Writable = true },
                new(ForwardSourceKind.Path, "/nix/var/nix/db"),
            ],
            Set = new Dictionary<string, string>(StringComparer.Ordinal) { ["NIX_REMOTE"] = "daemon" },
        },
        new Forward
        {
            Name = "docker",
            Summary = "the Docker daemon's socket",
            Grants = "everything on this machine: the daemon runs containers with any directory of the host in them, as root",
            Loud = true,
            Sources = [new(ForwardSourceKind.UnixUrl, "DOCKER_HOST") { Required = true, Fallback = "/run/docker.sock", Target = "/run/docker.sock" }],
        },
        new Forward
        {
            Name = "system-bus",
            Summary = "the D-Bus system bus",
            Grants = "asking system services (network, disks, power, login, packages) for whatever they let you do without a password",
            Sources = [new(ForwardSourceKind.Path, "/run/dbus/system_bus_socket") { Required = true, Socket = true }],
        },
        new Forward
        {
            Name = "session-bus",
            Summary = "the D-Bus session bus",
            Grants = "everything you can do: your session's services start programs outside, and hand out stored passwords",
            Loud = true,
            Sources =
            [
                new(ForwardSourceKind.BusAddress, "DBUS_SESSION_BUS_ADDRESS")
                {
                    Required = true,
                    Target = "$XDG_RUNTIME_DIR/bus",
                    Tells = "DBUS_SESSION_BUS_ADDRESS",
                    TellsPrefix = "unix:path=",
                },
            ],
        },
        new Forward
        {
            Name = "keyring",
            Summary = "the sockets of the GNOME keyring daemon",
            Grants = "using the ssh keys and certificates that the keyring holds, and unlocking or locking it",
            Sources = [new(ForwardSourceKind.RuntimePath, "keyring") { Required = true, Tells = "GNOME_KEYRING_CONTROL" }],
        },
        new Forward
        {
            Name = "wayland",
            Summary = "the Wayland compositor's socket",
            Grants = "opening windows; what more depends on the compositor (screen capture, clipboard)",
            Desktop = true,
            Sources = [new(ForwardSourceKind.RuntimeVariable, "WAYLAND_DISPLAY") { Required = true }],
            Variables = ["WAYLAND_DISPLAY"],
        },
        new Forward
        {
            Name = "x11",
            Summary = "the X display's socket and cookie",
            Grants = "reading your screen and keyboard, and typing into every window of that display",
            Desktop = true,
            Sources =
            [
                new(ForwardSourceKind.X11Display, "DISPLAY") { Required = true },
                new(ForwardSourceKind.Variable, "XAUTHORITY") { Copy = true, Cookies = true, Fallback = "~/.Xauthority", Tells = "XAUTHORITY" },
            ],
        },
        new Forward
        {
            // Drivers look their device up below /sys.
            Name = "gpu",
            Summary = "the graphics card's device nodes and drivers",
            Grants = "the kernel's graphics drivers, and reading what devices this machine has",
            Desktop = true,
            NeedsOne = true,
            Sources =
            [
                new(ForwardSourceKind.Path, "/dev/dri") { Devices = true },
                new(ForwardSourceKind.Path, "/dev/nvidiactl") { Devices = true },
                new(ForwardSourceKind.Path, "/dev/nvidia0") { Devices = true },
                new(ForwardSourceKind.Path, "/dev/nvidia-modeset") { Devices = true },
                new(ForwardSourceKind.Path, "/dev/nvidia-uvm") { Devices = true },
                new(ForwardSourceKind.Path, "/run/opengl-driver") { Executable = true, Follows = true },
                new(ForwardSourceKind.Path, "/sys/dev/char") { Follows = true },
                new(ForwardSourceKind.Path, "/sys/devices") { Follows = true },
            ],
        },
        new Forward
        {
            Name = "audio",
            Summary = "the sockets of PipeWire and PulseAudio",
            Grants = "your microphone, and cameras and screens where PipeWire hands them out; a PulseAudio server can be told to write files",
            Desktop = true,
            NeedsOne = true,
            Sources =
            [
                new(ForwardSourceKind.RuntimePath, "pipewire-0") { Socket = true },
                new(ForwardSourceKind.RuntimePath, "pulse/native") { Socket = true },
            ],
        },
    ];

    public static Forward? Find(string name) => All.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.Ordinal));
}
