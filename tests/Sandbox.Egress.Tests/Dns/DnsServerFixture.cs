using System.Net;
using System.Net.Sockets;
using Sandbox.Egress.Dns;

namespace Sandbox.Egress.Tests.Dns;

/// <summary>A server on real sockets of this machine's loopback.</summary>
internal sealed class DnsServerFixture : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();

    public DnsServerFixture(DnsLimits? limits = null)
    {
        DnsServer server = new(World.Responder, limits ?? new DnsLimits());
        Udp.Bind(new IPEndPoint(IPAddress.Any, 0));
        Tcp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Tcp.Listen();
        UdpLoop = server.RunUdpAsync(Udp, _end.Token);
        TcpLoop = server.RunTcpAsync(Tcp, _end.Token);
    }

    public DnsWorld World { get; } = new(["example.com", "*.wild.example"]);

    public Socket Udp { get; } = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public Socket Tcp { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public Task UdpLoop { get; }

    public Task TcpLoop { get; }

    public int UdpPort => ((IPEndPoint)Udp.LocalEndPoint!).Port;

    /// <summary>A socket that takes datagrams from this address and the server's port only, as resolvers do.</summary>
    public Socket UdpClient(string address = "127.0.0.1")
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(IPAddress.Parse(address), UdpPort);
        return socket;
    }

    public async Task<Socket> TcpClient()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(Tcp.LocalEndPoint!);
        return socket;
    }

    public static async Task<byte[]> Receive(Socket socket)
    {
        byte[] buffer = new byte[65536];
        return buffer[..await socket.ReceiveAsync(buffer)];
    }

    /// <summary>The next message over TCP, or null at the end.</summary>
    public static async Task<byte[]?> ReceiveFramed(Socket socket)
    {
        byte[] length = new byte[2];
        if (!await Fill(socket, length))
        {
            return null;
        }

        byte[] message = new byte[(length[0] << 8) | length[1]];
        Assert.True(await Fill(socket, message));
        return message;
    }

    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await UdpLoop;
        await TcpLoop;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Udp.Dispose();
        Tcp.Dispose();
        _end.Dispose();
    }

    private static async Task<bool> Fill(Socket socket, Memory<byte> memory)
    {
        while (memory.Length > 0)
        {
            int count;
            try
            {
                count = await socket.ReceiveAsync(memory);
            }
            catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
            {
                count = 0;
            }

            if (count == 0)
            {
                return false;
            }

            memory = memory[count..];
        }

        return true;
    }
}
