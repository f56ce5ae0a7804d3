using Sandbox.Executor.Kernel;
using Sandbox.Executor.Sessions;
using Sandbox.Guest.Boot;
using Sandbox.Guest.Kernel;

namespace Sandbox.Guest.Relays;

/// <summary>
/// A port of 127.0.0.1 in here leads to the same port of the launcher's network, which the gateway stands for: the addresses in the
/// environment are the same in every backend.
/// </summary>
internal static unsafe class Loopback
{
    private const uint Here = 0x0100_007F;
    private const uint There = 0x0202_000A;
    private const int Backlog = 128;
    private const int Room = 32 * 1024;

    /// <summary>Starts a process that accepts, and returns.</summary>
    public static void Relay(ushort port)
    {
        byte* what = Text.Z("could not listen for the proxy\0"u8);
        long listener = Fatal.Check(Sys.Call(Nr.socket, C.AF_INET, C.SOCK_STREAM | C.SOCK_CLOEXEC), what);
        int on = 1;
        Sys.Call(Nr.setsockopt, listener, GuestC.SOL_SOCKET, GuestC.SO_REUSEADDR, (long)&on, sizeof(int));
        SocketAddress address = At(Here, port);
        Fatal.Check(Sys.Call(Nr.bind, listener, (long)&address, sizeof(SocketAddress)), what);
        Fatal.Check(Sys.Call(Nr.listen, listener, Backlog), what);
        if (Fatal.Check(Sys.Call(Nr.clone, C.SIGCHLD), what) == 0)
        {
            Serve(listener, port);
        }

        Sys.Close(listener);
    }

    private static void Serve(long listener, ushort port)
    {
        // Children are reaped by nobody then, and need not be.
        Signals.Ignore(C.SIGCHLD);
        Signals.Ignore(C.SIGPIPE);
        while (true)
        {
            long accepted = Sys.Call(GuestNr.accept, listener, 0, 0);
            if (accepted < 0)
            {
                Pause.Millisecond();
                continue;
            }

            if (Sys.Call(Nr.clone, C.SIGCHLD) == 0)
            {
                Sys.Close(listener);
                Connect(accepted, port);
            }

            Sys.Close(accepted);
        }
    }

    private static void Connect(long accepted, ushort port)
    {
        long outer = Sys.Call(Nr.socket, C.AF_INET, C.SOCK_STREAM | C.SOCK_CLOEXEC);
        SocketAddress address = At(There, port);
        if (outer >= 0 && Sys.Call(Nr.connect, outer, (long)&address, sizeof(SocketAddress)) >= 0)
        {
            bool outward = Sys.Call(Nr.clone, C.SIGCHLD) == 0;
            Copy(outward ? accepted : outer, outward ? outer : accepted);
        }

        Sys.Call(Nr.exit_group, 0);
    }

    private static void Copy(long from, long to)
    {
        byte* buffer = stackalloc byte[Room];
        while (true)
        {
            long n = Sys.Call(Nr.read, from, (long)buffer, Room);
            if (n <= 0 || Sys.WriteAll(to, buffer, n) < 0)
            {
                break;
            }
        }

        Sys.Call(GuestNr.shutdown, to, GuestC.SHUT_WR);
    }

    private static SocketAddress At(uint host, ushort port)
    {
        SocketAddress address;
        address.Family = C.AF_INET;
        address.Port = (ushort)((port >> 8) | (port << 8));
        address.Address = host;
        address.Zero = 0;
        return address;
    }
}
