namespace Sandbox.Testing;

/// <summary>A program or file that tests need on the machine, and the Debian package that brings it.</summary>
/// <param name="Name">What it is called in messages.</param>
/// <param name="Package">The Debian package.</param>
/// <param name="Paths">Where it may be; the first that exists is used.</param>
public sealed record Capability(string Name, string Package, params IReadOnlyList<string> Paths)
{
    public static Capability Bubblewrap { get; } = new("bubblewrap", "bubblewrap", "/usr/bin/bwrap");

    public static Capability Busybox { get; } = new("static busybox", "busybox-static", "/usr/bin/busybox", "/bin/busybox");

    public static Capability Curl { get; } = new("curl", "curl", "/usr/bin/curl");

    public static Capability Docker { get; } = new("docker daemon", "docker.io", "/usr/sbin/dockerd", "/usr/bin/dockerd");

    public static Capability Gcc { get; } = new("gcc", "gcc", "/usr/bin/gcc");

    public static Capability Git { get; } = new("git", "git", "/usr/bin/git");

    public static Capability MuslGcc { get; } = new("gcc for musl", "musl-tools", "/usr/bin/musl-gcc");

    public static Capability Nix { get; } = new("nix", "nix-bin", "/usr/bin/nix");

    public static Capability Nspawn { get; } = new("systemd-nspawn", "systemd-container", "/usr/bin/systemd-nspawn");

    public static Capability Podman { get; } = new("podman", "podman", "/usr/bin/podman");

    public static Capability Qemu { get; } = new("QEMU", "qemu-system-x86", "/usr/bin/qemu-system-x86_64");

    public static Capability Setpriv { get; } = new("setpriv", "util-linux", "/usr/bin/setpriv");

    public static Capability SshClient { get; } = new("ssh client", "openssh-client", "/usr/bin/ssh");

    public static Capability SshServer { get; } = new("ssh server", "openssh-server", "/usr/sbin/sshd");

    public static Capability StaticLibc { get; } = new(
        "static C library", "libc6-dev", "/usr/lib/x86_64-linux-gnu/libc.a", "/usr/lib/aarch64-linux-gnu/libc.a");

    public static Capability Strace { get; } = new("strace", "strace", "/usr/bin/strace");

    public static Capability Sudo { get; } = new("sudo", "sudo", "/usr/bin/sudo");

    public static Capability Tmux { get; } = new("tmux", "tmux", "/usr/bin/tmux");

    public static Capability Xvfb { get; } = new("Xvfb", "xvfb", "/usr/bin/Xvfb");
}
