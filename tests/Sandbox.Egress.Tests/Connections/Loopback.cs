using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sandbox.Egress.Tests.Connections;

/// <summary>Sockets of one machine, and what tests do with them.</summary>
internal static class Loopback
{
    public static Socket Listen(int backlog = 1024)
    {
        Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(backlog);
        return listener;
    }

    public static int Port(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    /// <summary>A port on which nobody listens.</summary>
    public static int ClosedPort()
    {
        using Socket listener = Listen();
        return Port(listener);
    }

    public static async Task<Socket> ConnectAsync(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    /// <summary>Two ends of one connection.</summary>
    public static async Task<(Socket One, Socket Other)> PairAsync()
    {
        using Socket listener = Listen();
        Task<Socket> accepted = listener.AcceptAsync();
        Socket one = await ConnectAsync(Port(listener));
        Socket other = await accepted;
        other.NoDelay = true;
        return (one, other);
    }

    public static Task SayAsync(this Socket socket, string text) => socket.WriteAsync(Encoding.Latin1.GetBytes(text));

    public static Task WriteAsync(this Socket socket, byte[] bytes) => socket.WriteAsync(bytes.AsMemory());

    public static async Task WriteAsync(this Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes)..];
        }
    }

    /// <summary>Exactly so many bytes.</summary>
    public static async Task<byte[]> ReadAsync(this Socket socket, int count)
    {
        byte[] bytes = new byte[count];
        int have = 0;
        while (have < count)
        {
            int more = await socket.ReceiveAsync(bytes.AsMemory(have));
            Assert.True(more > 0, $"ended after {have} of {count} bytes: {Encoding.Latin1.GetString(bytes, 0, have)}");
            have += more;
        }

        return bytes;
    }

    public static async Task<string> ReadTextAsync(this Socket socket, int count) => Encoding.Latin1.GetString(await socket.ReadAsync(count));

    /// <summary>Everything until the other side ends; throws when it resets.</summary>
    public static async Task<byte[]> ReadToEndAsync(this Socket socket)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[65536];
        while (await socket.ReceiveAsync(buffer) is var count and > 0)
        {
            all.Write(buffer, 0, count);
        }

        return all.ToArray();
    }

    public static async Task<string> ReadTextToEndAsync(this Socket socket) => Encoding.Latin1.GetString(await socket.ReadToEndAsync());

    /// <summary>The other side resets: no ordinary end.</summary>
    public static async Task AssertResetAsync(this Socket socket)
    {
        SocketException e = await Assert.ThrowsAsync<SocketException>(socket.ReadToEndAsync);
        Assert.Equal(SocketError.ConnectionReset, e.SocketErrorCode);
    }

    /// <summary>The other side resets at once; the kernel may tell the client while it still connects.</summary>
    public static async Task AssertResetAsync(Func<Task<Socket>> connect)
    {
        SocketException e = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using Socket socket = await connect();
            await socket.ReadToEndAsync();
        });
        Assert.Equal(SocketError.ConnectionReset, e.SocketErrorCode);
    }
}
