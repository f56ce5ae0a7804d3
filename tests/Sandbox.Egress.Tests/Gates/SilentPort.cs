using System.Net;
using System.Net.Sockets;
using Sandbox.Egress.Tests.Connections;

namespace Sandbox.Egress.Tests.Gates;

/// <summary>A port that neither accepts nor refuses: its backlog is full, so the kernel drops what comes.</summary>
internal sealed class SilentPort : IDisposable
{
    private readonly Socket _listener = Loopback.Listen(backlog: 0);
    private readonly List<Socket> _queued = [];

    private SilentPort()
    {
    }

    public int Port => Loopback.Port(_listener);

    public static async Task<SilentPort> OpenAsync()
    {
        SilentPort port = new();
        while (true)
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            port._queued.Add(socket);
            using CancellationTokenSource full = new(TimeSpan.FromMilliseconds(200));
            try
            {
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port.Port), full.Token);
            }
            catch (OperationCanceledException)
            {
                return port;
            }
        }
    }

    public void Dispose()
    {
        _queued.ForEach(s => s.Dispose());
        _listener.Dispose();
    }
}
