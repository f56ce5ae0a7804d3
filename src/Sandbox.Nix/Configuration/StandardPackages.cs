namespace Sandbox.Nix.Configuration;

/// <summary>What an agent expects to find, by the names of nixpkgs.</summary>
internal static class StandardPackages
{
    public static IReadOnlyList<string> All { get; } =
    [
        // The agent and what it runs on.
        "claude-code", "git", "gh", "openssh", "nodejs", "bun", "python3", "python3Packages.pip", "tmux", "coreutils", "bash", "nix", "xclip",

        // Everyday tools.
        "gnugrep", "gnused", "gawk", "findutils", "diffutils", "patch", "ripgrep", "fd", "jq", "less", "file", "which", "bc",

        // Archives, network.
        "gnutar", "gzip", "bzip2", "xz", "zstd", "zip", "unzip", "curl", "wget", "rsync",

        // Processes and editing.
        "gnumake", "procps", "psmisc", "lsof", "htop", "tree", "vim", "util-linux", "strace",

        // What agents' plug-ins take for granted.
        "uv", "shellcheck", "shfmt", "delta", "just", "graphviz", "parallel", "gnupg", "openssl", "sqlite", "yq-go",

        // A C tool chain, conversions, network diagnostics, workflow.
        "gcc", "binutils", "pkg-config", "imagemagick", "pandoc", "poppler-utils", "dnsutils", "iputils", "netcat-gnu", "socat", "direnv", "entr", "watchexec", "hyperfine", "tokei", "cloc", "age", "sops", "nano",
    ];
}
