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
            Sources = [new(ForwardSourceKind.Path, "/nix/store")],
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
            Sources =
            [
                new(ForwardSourceKind.Path, "/nix/var/nix/daemon-socket") { Required = true, Writable = true },
                new(ForwardSourceKind.Path, "/nix/var/nix/db"),
            ],
            Set = new Dictionary<string, string>(StringComparer.Ordinal) { ["NIX_REMOTE"] = "daemon" },
        },
        new Forward
        {
            Name = "x11",
            Summary = "the X display's socket and cookie",
            Grants = "reading your screen and keyboard, and typing into every window of that display",
            Sources =
            [
                new(ForwardSourceKind.X11Display, "DISPLAY") { Required = true },
                new(ForwardSourceKind.Variable, "XAUTHORITY") { Copy = true },
            ],
            Variables = ["DISPLAY", "XAUTHORITY"],
        },
        new Forward
        {
            Name = "wayland",
            Summary = "the Wayland compositor's socket",
            Grants = "opening windows; what more depends on the compositor (screen capture, clipboard)",
            Sources = [new(ForwardSourceKind.RuntimeVariable, "WAYLAND_DISPLAY") { Required = true }],
            Variables = ["WAYLAND_DISPLAY"],
        },
    ];

    public static Forward? Find(string name) => All.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.Ordinal));
}
