using System.Net;
using System.Net.Sockets;

namespace Sandbox.Bench.Network;

/// <summary>What every way out leads to: an HTTP/1.1 server on the loopback interface of the host, in this process.</summary>
internal sealed class TestServer : IDisposable
{
    private const int Backlog = 4096;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Gathering _gathering = new();
    private readonly string _key;

    /// <param name="key">The only API key that its stream is for.</param>
    public TestServer(string key)
    {
        _key = key;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(Backlog);
        _ = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>How many requests of the last gathering were there at once.</summary>
    public int Gathered => _gathering.Peak;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptAsync();
                double accepted = Clock.Milliseconds();
                _ = Task.Run(() => ServeAsync(client, accepted));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    private async Task ServeAsync(Socket client, double accepted)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await new TestConnection(client, accepted, _key, _gathering).ServeAsync();
            }
            catch (SocketException)
            {
                // The client has what it wanted.
            }
        }
    }
}
