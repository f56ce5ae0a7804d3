using System.Net;
using System.Net.Sockets;

namespace Sandbox.Egress.Tests.Http;

/// <summary>Real TCP over 127.0.0.1.</summary>
internal static class Loopback
{
    /// <summary>Longer than anything a test waits for; a test that reaches it fails.</summary>
    public static TimeSpan Patience => TimeSpan.FromSeconds(15);

    public static Socket Listen()
    {
        Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(64);
        return listener;
    }

    public static int Port(this Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    public static async Task<NetworkStream> ConnectAsync(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Two ends of one connection.</summary>
    public static async Task<(NetworkStream Client, NetworkStream Server)> PairAsync()
    {
        using Socket listener = Listen();
        NetworkStream client = await ConnectAsync(listener.Port());
        return (client, new NetworkStream(await listener.AcceptAsync(), ownsSocket: true));
    }
}
