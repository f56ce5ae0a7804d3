using System.Globalization;

namespace Sandbox.Bench.Network;

/// <summary>The ways that are compared, each with the probe as its client.</summary>
/// <param name="stage">What is measured.</param>
/// <param name="port">Where the server listens.</param>
internal sealed class Ways(Stage stage, int port)
{
    /// <summary>What scripts/bench calls the loopback interface in /etc/hosts, in its own mount table.</summary>
    public const string Host = "bench.test";

    /// <summary>The real one: it is never seen inside.</summary>
    public const string Key = "sk-ant-api03-bench-0123456789abcdefghijklmnopqrstuvwxyz-0123456789AA";

    private const string Node = "/usr/bin/env";
    private const string Probe = "probe.js";

    private readonly string _port = port.ToString(CultureInfo.InvariantCulture);

    /// <summary>Without a sandbox, by name, by proxy, and the peer.</summary>
    public IReadOnlyList<Way> All() =>
    [
        new(Way.Direct, Node, Client("name"), Environment()),
        Launcher(Way.Capture, [], "name"),
        Launcher(Way.Proxy, [], "proxy"),
        Runtime(),
    ];

    /// <summary>The launcher with and without a network, and the peer: what they take while nothing happens.</summary>
    public IReadOnlyList<Way> Idle() => [Launcher("claude-sandbox exec --network none", ["--network", "none"], "name"), Launcher("claude-sandbox exec", [], "proxy"), Runtime()];

    /// <summary>Puts the probe where every sandbox sees it, and lets the peer through to the server.</summary>
    public void Prepare()
    {
        if (!File.ReadLines("/etc/hosts").Any(l => l.Contains(Host, StringComparison.Ordinal)))
        {
            throw new BenchException($"{Host} is not in /etc/hosts: scripts/bench puts it there as root");
        }

        File.Copy(Path.Combine(AppContext.BaseDirectory, Probe), Path.Combine(stage.Project, Probe));
        File.WriteAllText(
            Settings,
            $$$"""{"network":{"allowedDomains":["{{{Host}}}","127.0.0.1:{{{_port}}}"],"deniedDomains":[]},"filesystem":{"denyRead":[],"allowWrite":["."],"denyWrite":[]}}""");
    }

    private string Settings => stage.File("srt-network.json");

    private Way Launcher(string name, string[] options, string way) => new(
        name,
        stage.Launcher,
        ["exec", "-q", .. options.Length > 0 ? options : Rules(), ".", "--", .. Client(way).Prepend(Node)],
        Environment());

    private Way Runtime() =>
        new(Way.Runtime, stage.SandboxRuntime, ["-s", Settings, "-c", string.Join(' ', Client("proxy").Prepend("exec env").Where(w => w.Length > 0))], Environment());

    private string[] Rules() => ["--credentials", "broker", "--allow", $"{Host}:{_port}", "--allow", $"127.0.0.1:{_port}"];

    private string[] Client(string way) => ["node", Probe, way, Host, _port];

    private IReadOnlyList<string> Environment() =>
        [.. stage.Environment, $"ANTHROPIC_API_KEY={Key}", $"ANTHROPIC_BASE_URL=http://127.0.0.1:{_port}"];
}
