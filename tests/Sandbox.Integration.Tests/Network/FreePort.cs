using System.Net;
using System.Net.Sockets;

namespace Sandbox.Integration.Tests.Network;

/// <summary>Ports of this machine's loopback that nobody listens on.</summary>
public static class FreePort
{
    /// <summary>For a server that cannot choose one itself.</summary>
    public static int Find()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static bool IsListening(int port)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
