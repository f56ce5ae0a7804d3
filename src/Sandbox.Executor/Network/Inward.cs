using Sandbox.Executor.Kernel;

namespace Sandbox.Executor.Network;

/// <summary>Connections from the launcher to a server inside, which may listen on 127.0.0.1 alone.</summary>
internal static unsafe class Inward
{
    // 127.0.0.1 in network order.
    private const uint Loopback = 0x0100_007F;

    /// <summary>
    /// Makes the connection that was asked for and hands it out. PID 1 waits for nothing: the loopback interface answers within connect, so a
    /// refusal is known at once, and a server that is slow to accept is waited for by whoever gets the socket.
    /// </summary>
    public static void Connect(long control, int port, uint number)
    {
        long socket = port is > 0 and <= ushort.MaxValue ? Begin(port) : -C.EINVAL;
        HandOver.Answer(control, number, socket);
        if (socket >= 0)
        {
            Sys.Close(socket);
        }
    }

    private static long Begin(int port)
    {
        long socket = Sys.Call(Nr.socket, C.AF_INET, C.SOCK_STREAM | C.SOCK_CLOEXEC | C.SOCK_NONBLOCK);
        if (socket < 0)
        {
            return socket;
        }

        SocketAddress to;
        to.Family = C.AF_INET;
        to.Port = (ushort)((port << 8) | (port >> 8));
        to.Address = Loopback;
        to.Zero = 0;
        long connected = Sys.Call(Nr.connect, socket, (long)&to, sizeof(SocketAddress));
        if (connected == -C.EINPROGRESS)
        {
            int error = 0;
            int length = sizeof(int);
            long asked = Sys.Call(Nr.getsockopt, socket, C.SOL_SOCKET, C.SO_ERROR, (long)&error, (long)&length);
            connected = asked < 0 ? asked : -error;
        }

        if (connected < 0)
        {
            Sys.Close(socket);
            return connected;
        }

        return socket;
    }
}
