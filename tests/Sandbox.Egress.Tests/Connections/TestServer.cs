using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Sandbox.Egress.Tests.Connections;

/// <summary>A server on a loopback port; each connection is served by the test's own code.</summary>
internal sealed class TestServer : IDisposable
{
    private readonly Socket _listener = Loopback.Listen();
    private readonly ConcurrentBag<Socket> _accepted = [];
    private int _count;

    public TestServer(Func<Socket, Task> serve)
    {
        _ = RunAsync(serve);
    }

    public int Port => Loopback.Port(_listener);

    public int Accepted => Volatile.Read(ref _count);

    /// <summary>Sends back what comes, until the end.</summary>
    public static TestServer Echo() => new(async socket =>
    {
        byte[] buffer = new byte[65536];
        while (await socket.ReceiveAsync(buffer) is var count and > 0)
        {
            await socket.WriteAsync(buffer.AsMemory(0, count));
        }
    });

    public void Dispose()
    {
        _listener.Dispose();
        foreach (Socket socket in _accepted)
        {
            socket.Dispose();
        }
    }

    private async Task RunAsync(Func<Socket, Task> serve)
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptAsync();
                socket.NoDelay = true;
                _accepted.Add(socket);
                Interlocked.Increment(ref _count);
                _ = ServeAsync(serve, socket);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task ServeAsync(Func<Socket, Task> serve, Socket socket)
    {
        try
        {
            await Task.Run(() => serve(socket));
            socket.Dispose();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // The client went.
        }
    }
}
