using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Network;

/// <summary>The sockets that the launcher serves. They belong to this network namespace wherever they are held.</summary>
internal static unsafe class Listeners
{
    private const int Backlog = 4096;
    private const uint Any = 0;

    // 127.0.0.1 in network order.
    private const uint Loopback = 0x0100_007F;

    /// <summary>Where the capture rule sends connections; the kernel passes only transparent sockets to it.</summary>
    public static void Captured(Launch* launch, SocketSet* sockets)
    {
        long socket = Open(launch, C.SOCK_STREAM, C.IP_TRANSPARENT, Loopback, NetworkPorts.Capture);
        sockets->Add(socket, SocketRole.Capture, NetworkPorts.Capture);
    }

    public static void Fixed(Launch* launch, SocketSet* sockets)
    {
        // With the address that was asked, because an answer has to come from there.
        sockets->Add(Open(launch, C.SOCK_DGRAM, C.IP_PKTINFO, Any, NetworkPorts.Dns), SocketRole.DnsUdp, NetworkPorts.Dns);
        sockets->Add(Open(launch, C.SOCK_STREAM, 0, Any, NetworkPorts.Dns), SocketRole.DnsTcp, NetworkPorts.Dns);
        sockets->Add(Open(launch, C.SOCK_STREAM, 0, Loopback, NetworkPorts.Proxy), SocketRole.Proxy, NetworkPorts.Proxy);
        sockets->Add(Open(launch, C.SOCK_STREAM, 0, Loopback, NetworkPorts.Broker), SocketRole.Broker, NetworkPorts.Broker);
    }

    /// <summary>The route makes every address of 198.18.0.0/15 one of this machine's, so a listener on all addresses hears them.</summary>
    public static void Named(Launch* launch, SocketSet* sockets, ushort port) =>
        sockets->Add(Open(launch, C.SOCK_STREAM, 0, Any, port), SocketRole.NamedPort, port);

    private static long Open(Launch* launch, int type, int option, uint address, ushort port)
    {
        byte* label = stackalloc byte[32];
        int n = Text.Copy(label, Text.Z(type == C.SOCK_DGRAM ? "UDP \0"u8 : "TCP \0"u8));
        n += Text.Copy(label + n, Text.Z(address == Any ? "0.0.0.0:\0"u8 : "127.0.0.1:\0"u8));
        n += Text.Number(label + n, port);
        label[n] = 0;

        long socket = Report.Check(launch, Step.Listen, Sys.Call(Nr.socket, C.AF_INET, type | C.SOCK_CLOEXEC), label);
        if (option != 0)
        {
            int on = 1;
            Report.Check(launch, Step.Listen, Sys.Call(Nr.setsockopt, socket, C.SOL_IP, option, (long)&on, sizeof(int)), label);
        }

        SocketAddress at;
        at.Family = C.AF_INET;
        at.Port = (ushort)((port << 8) | (port >> 8));
        at.Address = address;
        at.Zero = 0;
        Report.Check(launch, Step.Listen, Sys.Call(Nr.bind, socket, (long)&at, sizeof(SocketAddress)), label);
        if (type == C.SOCK_STREAM)
        {
            Report.Check(launch, Step.Listen, Sys.Call(Nr.listen, socket, Backlog), label);
        }

        return socket;
    }
}
