using System.Net;
using Sandbox.Verify.Decoys;
using Sandbox.Verify.Running;

namespace Sandbox.Verify.Checks;

/// <summary>NW and DV: servers of this machine, by every way there. Each attempt has a server of its own, which notices.</summary>
internal static class NetworkChecks
{
    public static IReadOnlyList<BatteryCheck> All { get; } =
    [
        Direct("NW-01.loopback", "a server of the loopback interface is reached", static () => IPAddress.Loopback, "tcp"),
        Direct("NW-01.datagram", "a datagram is sent to it", static () => IPAddress.Loopback, "udp"),
        Direct("NW-01.six", "a server of the IPv6 loopback interface is reached", static () => IPAddress.IPv6Loopback, "tcp"),
        Direct("NW-04.address", "a server at this machine's address in its network is reached", static () => DecoyPorts.Lan, "tcp"),
        Proxied("NW-08.proxy", "the proxy is asked for a server of this machine", static () => IPAddress.Loopback, "127.0.0.1"),
        Proxied("NW-04.proxy", "the proxy is asked for this machine's address in its network", static () => DecoyPorts.Lan, null),
        Proxied("NW-09.name", "the proxy is asked for localhost", static () => IPAddress.Loopback, "localhost"),
        Proxied("NW-09.number", "the proxy is asked for the address as one number", static () => IPAddress.Loopback, "2130706433"),
        Proxied("NW-09.hex", "the proxy is asked for the address in hexadecimal", static () => IPAddress.Loopback, "0x7f.1"),
        Proxied("NW-09.short", "the proxy is asked for the address in short", static () => IPAddress.Loopback, "127.1"),
        Proxied("NW-09.mapped", "the proxy is asked for the address as one of IPv6", static () => IPAddress.Loopback, "[::ffff:127.0.0.1]"),
        Proxied("NW-09.zero", "the proxy is asked for 0.0.0.0", static () => IPAddress.Loopback, "0.0.0.0"),
        new SensedCheck(
            "NW-05.abstract", "an abstract socket of the host is reached", static a => [new Attempt("abstract", a.Scene.Sockets.Abstract)],
            static (a, _) => a.Scene.Sockets.Arrived(a.Scene.Sockets.Abstract) ? "it was reached" : null),
        new SensedCheck(
            "DV-01.display", "an X server of the host is reached", static a => [new Attempt("abstract", a.Scene.Sockets.Display11)],
            static (a, _) => a.Scene.Sockets.Arrived(a.Scene.Sockets.Display11) ? "it was reached" : null),
        Service("DV-03.wayland", "the compositor is reached", "wayland-7"),
        Service("DV-04.bus", "the session bus is reached", "bus"),
        Service("DV-07.sound", "the sound server is reached", "pulse"),
        Service("DV-10.tmux", "the terminal multiplexer is reached", "tmux"),
        Service("DV-12.editor", "the editor is reached", "vscode"),
        Service("NW-06.docker", "the container engine is reached", "docker.sock"),
        Service("CR-10.agent", "the agent of ssh keys is reached", "agent"),
        Service("CR-11.gpg", "the agent of gpg keys is reached", "gpg"),
    ];

    private static SensedCheck Direct(string id, string title, Func<IPAddress?> address, string word) => new(
        id, title,
        a => a.Scene.Ports.At(id, address()) is { } port ? [new Attempt(word, [Text(address()!), Probe.Number(port.Number), .. word == "udp" ? ["x"] : Array.Empty<string>()])] : [],
        (a, _) => a.Scene.Ports.At(id, address()) is { Arrived: true } ? "it arrived" : null)
    { Needs = "this machine has no such address" };

    // Without a sandbox there is no proxy to ask; the same server is reached directly.
    private static SensedCheck Proxied(string id, string title, Func<IPAddress?> address, string? name) => new(
        id, title,
        a => a.Scene.Ports.At(id, address()) is not { } port ? []
            : a.IsSandboxed ? [new Attempt("connect", $"{name ?? Text(address()!)}:{Probe.Number(port.Number)}")]
            : [new Attempt("tcp", Text(address()!), Probe.Number(port.Number))],
        (a, _) => a.Scene.Ports.At(id, address()) is { Arrived: true } ? "it arrived" : null)
    { Needs = "this machine has no such address", Lacks = static answers => answers[0].ToString() == "ENOENT" ? "there is no proxy with this network" : null };

    private static SensedCheck Service(string id, string title, string name) => new(
        id, title, a => [new Attempt("unix", a.Scene.Sockets.Path(name))], (a, _) => a.Scene.Sockets.Arrived(name) ? "it was reached" : null);

    private static string Text(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(address.GetAddressBytes()) : address.ToString();
}
