using System.Net.Sockets;

namespace Sandbox.Verify.Decoys;

/// <summary>Sockets that stand in for those of the user's services, where these are and as variables name them. They notice connections.</summary>
internal sealed class DecoySockets : IDisposable
{
    /// <summary>Number of an X display that nobody has.</summary>
    public const int Display = 7431;

    private const int LongestPath = 100;
    private readonly Dictionary<string, Socket> _all = new(StringComparer.Ordinal);
    private readonly HashSet<string> _arrived = new(StringComparer.Ordinal);
    private readonly string _runtime;

    public DecoySockets(string runtime, string tag)
    {
        _runtime = runtime;
        Abstract = "verify-" + tag;
        Display11 = $"/tmp/.X11-unix/X{Display}-{tag}";
    }

    /// <summary>Name of an abstract socket.</summary>
    public string Abstract { get; }

    /// <summary>Name of an abstract socket as an X server has it.</summary>
    public string Display11 { get; }

    public IReadOnlyList<string> Variables =>
    [
        $"DBUS_SESSION_BUS_ADDRESS=unix:path={Path("bus")}", $"SSH_AUTH_SOCK={Path("agent")}", "WAYLAND_DISPLAY=wayland-7", $"PULSE_SERVER=unix:{Path("pulse")}",
        $"DOCKER_HOST=unix://{Path("docker.sock")}", $"TMUX={Path("tmux")},1,0", $"VSCODE_IPC_HOOK_CLI={Path("vscode")}", $"GPG_AGENT_INFO={Path("gpg")}:0:1",
    ];

    /// <summary>Path of a socket of the runtime directory.</summary>
    public string Path(string name) => System.IO.Path.Combine(_runtime, name);

    /// <summary>Makes all of them.</summary>
    /// <exception cref="IOException">The runtime directory's path is too long for a socket.</exception>
    public void Listen()
    {
        if (Path("docker.sock").Length > LongestPath)
        {
            throw new IOException($"{_runtime} is too long a path for a socket: set TMPDIR to a shorter one");
        }

        foreach (string name in new[] { "bus", "agent", "wayland-7", "pulse", "docker.sock", "tmux", "vscode", "gpg", "pipewire-0" })
        {
            Add(name, Path(name));
        }

        Add(Abstract, "\0" + Abstract);
        Add(Display11, "\0" + Display11);
    }

    /// <summary>Whether anybody has connected to the socket of that name.</summary>
    public bool Arrived(string name)
    {
        if (_all[name].Poll(0, SelectMode.SelectRead))
        {
            _ = _arrived.Add(name);
        }

        return _arrived.Contains(name);
    }

    public void Dispose()
    {
        foreach (Socket socket in _all.Values)
        {
            socket.Dispose();
        }
    }

    private void Add(string name, string address)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _all[name] = socket;
        socket.Bind(new UnixDomainSocketEndPoint(address));
        socket.Listen(16);
    }
}
