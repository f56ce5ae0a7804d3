using Sandbox.Executor.Kernel;
using Sandbox.Guest.Kernel;

namespace Sandbox.Guest.Boot;

/// <summary>Addresses of the machine: loopback always, and the one interface to the launcher's network where there is one.</summary>
internal static unsafe class Interface
{
    private const int Room = 40;

    /// <summary>10.0.2.15 behind 10.0.2.2: what a program sees is what it sees in the network of the native backend.</summary>
    private const uint Address = 0x0F02_000A;
    private const uint Mask = 0x00FF_FFFF;
    private const uint Gateway = 0x0202_000A;

    public static void LoopbackUp() => Up(Text.Z("lo\0"u8));

    public static void Configure()
    {
        byte* name = Text.Z("eth0\0"u8);
        Set(name, GuestC.SIOCSIFADDR, Address);
        Set(name, GuestC.SIOCSIFNETMASK, Mask);
        Up(name);
        Route();
    }

    private static void Up(byte* name)
    {
        byte* request = stackalloc byte[Room];
        Request(request, name);
        *(short*)(request + 16) = C.IFF_UP | C.IFF_RUNNING;
        Control(C.SIOCSIFFLAGS, request, name);
    }

    private static void Set(byte* name, int what, uint address)
    {
        byte* request = stackalloc byte[Room];
        Request(request, name);
        Internet((SocketAddress*)(request + 16), address);
        Control(what, request, name);
    }

    /// <summary>struct rtentry of x86_64: destination, gateway and mask from byte 8 on, flags behind them.</summary>
    private static void Route()
    {
        byte* entry = stackalloc byte[120];
        for (int i = 0; i < 120; i++)
        {
            entry[i] = 0;
        }

        Internet((SocketAddress*)(entry + 8), 0);
        Internet((SocketAddress*)(entry + 24), Gateway);
        Internet((SocketAddress*)(entry + 40), 0);
        *(ushort*)(entry + 56) = GuestC.RTF_UP | GuestC.RTF_GATEWAY;
        Control(GuestC.SIOCADDRT, entry, Text.Z("the default route\0"u8));
    }

    private static void Internet(SocketAddress* to, uint address)
    {
        to->Family = C.AF_INET;
        to->Port = 0;
        to->Address = address;
        to->Zero = 0;
    }

    private static void Request(byte* request, byte* name)
    {
        for (int i = 0; i < Room; i++)
        {
            request[i] = 0;
        }

        Text.Copy(request, name);
    }

    private static void Control(int what, byte* request, byte* name)
    {
        byte* action = Text.Z("could not configure the network:\0"u8);
        long socket = Fatal.Check(Sys.Call(Nr.socket, C.AF_INET, C.SOCK_DGRAM | C.SOCK_CLOEXEC), action, name);
        Fatal.Check(Sys.Call(Nr.ioctl, socket, what, (long)request), action, name);
        Sys.Close(socket);
    }
}
