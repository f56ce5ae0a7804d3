using System.Net.Sockets;

namespace Sandbox.Integration.Tests;

/// <summary>NW-05, NW-06, NW-07, CR-10, CR-11: sockets of the host, through which its services would do the agent's work.</summary>
public sealed class SocketInventoryTests
{
    private static readonly string[] Names =
    [
        ".gnupg/S.gpg-agent", ".gnupg/S.gpg-agent.ssh", ".gnupg/S.keyboxd", ".1password/agent.sock", ".config/op/op-daemon.sock", "run/bus", "run/keyring/ssh", "run/keyring/control",
        "run/systemd/private", "run/systemd/notify", "run/gnupg/S.gpg-agent", "run/pipewire-0", "run/pulse/native", "run/wayland-0", "run/podman/podman.sock", "run/docker.sock",
        "run/vscode-ipc-1.sock", "run/tmux-1/default", "run/dotnet-diagnostic-1-1-socket",
    ];

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void No_socket_is_inside_and_none_of_the_hosts_can_be_connected_to(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using HostSockets sockets = new(workspace);
        const string List = "find / -type s -not -path '/proc/*' 2>/dev/null; true";
        string connect = "/usr/bin/python3 - <<'EOF'\nimport socket\nfor p in '''" + string.Join('\n', sockets.Paths.Concat(WellKnown(identity))) +
            "'''.split():\n    for k in (socket.SOCK_STREAM, socket.SOCK_DGRAM):\n        try:\n            socket.socket(socket.AF_UNIX, k).connect(p); print('CONNECTED', p)\n        except OSError:\n            pass\nEOF\n" +
            "env | grep -E '^(SSH_AUTH_SOCK|DBUS_|GPG_|DOCKER_HOST|WAYLAND|DISPLAY|OP_)'; true";

        Assert.Empty(workspace.Inside(List + "\n" + connect).ExpectExit().OutputText);

        // The control: outside each of them answers.
        string outside = workspace.Outside($"find {workspace.Root} -type s\n{connect}").OutputText;
        Assert.All(sockets.Paths, p => Assert.Contains($"CONNECTED {p}\n", outside, StringComparison.Ordinal));
        Assert.All(sockets.Paths, p => Assert.Contains($"\n{p}\n", "\n" + outside, StringComparison.Ordinal));
        Assert.Contains("SSH_AUTH_SOCK", outside, StringComparison.Ordinal);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_socket_is_not_shared_by_its_name_and_neither_are_directories_that_are_full_of_them(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string directory = workspace.Directory(workspace.At("r"));
        workspace.Environment["XDG_RUNTIME_DIR"] = directory;
        _ = workspace.Inside("true", "--ro", workspace.Directory(workspace.At("other"))).ExpectExit();
        using HostSockets sockets = new(workspace);
        foreach (string shared in new[] { sockets.Paths[0], directory, workspace.At("r", "keyring"), "/run", "/var/run" }.Where(static p => Path.Exists(p)))
        {
            ProcessResult refused = workspace.Inside("true", "--ro", shared).ExpectExit(125);
            Assert.Matches("(is a socket|talking to a socket|refusing to share all of|refusing to show the sandbox).*[[]CS", refused.ErrorText);
        }

        // The controls: a directory without sockets, above, and a file beside one.
        string file = workspace.Write(workspace.At("home", ".gnupg", "notes"), "notes\n");
        Assert.Equal("notes\n", workspace.Inside($"cat {file}", "--ro", file).OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Abstract_sockets_of_the_host_are_not_inside_whatever_their_kind(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string tag = Guid.NewGuid().ToString("N");
        using Socket stream = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using Socket datagram = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        stream.Bind(new UnixDomainSocketEndPoint($"\0/tmp/.X11-unix/{tag}"));
        stream.Listen();
        datagram.Bind(new UnixDomainSocketEndPoint($"\0{tag}"));
        string script =
            $"""
            /usr/bin/python3 - <<'EOF'
            import errno, socket
            try:
                socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).connect(chr(0) + '/tmp/.X11-unix/{tag}'); print('CONNECTED')
            except OSError as e:
                print(errno.errorcode[e.errno])
            try:
                socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b'x', chr(0) + '{tag}'); print('SENT')
            except OSError as e:
                print(errno.errorcode[e.errno])
            EOF
            """;

        Assert.Equal("ECONNREFUSED\nECONNREFUSED\n", workspace.Inside(script).OutputText);
        Assert.Equal("EPERM\nEPERM\n", workspace.Inside(script, "--network", "host").OutputText);
        Assert.Equal("CONNECTED\nSENT\n", workspace.Outside(script).OutputText);
    }

    [FactWithin(60)]
    public void The_ssh_agent_stays_outside_unless_it_is_forwarded()
    {
        // ssh-keygen wants a user with an entry in the user database.
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        string socket = workspace.At("agent.sock");
        string key = workspace.At("home", "key");
        _ = workspace.Outside($"ssh-keygen -q -t ed25519 -N '' -C canary-key -f {key}").ExpectExit();
        using LiveProcess agent = ProcessRun.Start(workspace.Request("/usr/bin/ssh-agent", "-D", "-a", socket));
        Eventually.Holds(() => File.Exists(socket), "the agent listens");
        workspace.Environment["SSH_AUTH_SOCK"] = socket;
        _ = workspace.Outside($"ssh-add -q {key}").ExpectExit();
        string list = $"ssh-add -l; SSH_AUTH_SOCK={socket} ssh-add -l; SSH_AUTH_SOCK={socket} ssh-add -D; true";

        Assert.DoesNotContain("canary-key", workspace.Inside(list).OutputText, StringComparison.Ordinal);
        Assert.Contains("canary-key", workspace.Outside("ssh-add -l").OutputText, StringComparison.Ordinal);
        Assert.Contains("canary-key", workspace.Inside("ssh-add -l", "--forward", "ssh-agent").OutputText, StringComparison.Ordinal);
    }

    private static IEnumerable<string> WellKnown(Identity identity) =>
    [
        "/var/run/docker.sock", "/run/podman/podman.sock", "/run/containerd/containerd.sock", $"/run/user/{identity.UserId}/bus", "/run/dbus/system_bus_socket", "/run/systemd/private",
        "/run/systemd/journal/stdout", "/run/systemd/machine/io.system.Machine", "/run/nscd/socket", "/run/snapd.socket", "/var/run/libvirt/libvirt-sock", "/run/cups/cups.sock",
        "/nix/var/nix/daemon-socket/socket", $"/tmp/tmux-{identity.UserId}/default",
    ];

    /// <summary>A listening socket wherever a service of a desktop would have one, and the variables that lead there.</summary>
    private sealed class HostSockets : IDisposable
    {
        private readonly List<Socket> _sockets = [];

        public HostSockets(Workspace workspace)
        {
            Paths = [.. Names.Select(n => n.StartsWith("run/", StringComparison.Ordinal) ? workspace.At("r", n[4..]) : workspace.At("home", n))];
            foreach (string path in Paths)
            {
                _ = workspace.Directory(Path.GetDirectoryName(path)!);
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                _sockets.Add(socket);
                socket.Bind(new UnixDomainSocketEndPoint(path));
                socket.Listen();
                File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
            }

            workspace.Environment["XDG_RUNTIME_DIR"] = workspace.At("r");
            workspace.Environment["SSH_AUTH_SOCK"] = workspace.At("r", "keyring", "ssh");
            workspace.Environment["DBUS_SESSION_BUS_ADDRESS"] = $"unix:path={workspace.At("r", "bus")}";
            workspace.Environment["GPG_AGENT_INFO"] = workspace.At("home", ".gnupg", "S.gpg-agent");
            workspace.Environment["DOCKER_HOST"] = $"unix://{workspace.At("r", "docker.sock")}";
            workspace.Environment["WAYLAND_DISPLAY"] = "wayland-0";
        }

        public IReadOnlyList<string> Paths { get; }

        public void Dispose() => _sockets.ForEach(static s => s.Dispose());
    }
}
