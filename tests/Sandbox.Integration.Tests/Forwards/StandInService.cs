using System.Net.Sockets;
using System.Text;

namespace Sandbox.Integration.Tests;

/// <summary>A listening unix socket that answers every HTTP request with "canary" and counts them.</summary>
internal sealed class StandInService : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Thread _thread;
    private int _requests;

    public StandInService(string path)
    {
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        _socket.Listen();
        File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
        _thread = new Thread(Serve) { IsBackground = true, Name = $"stand-in at {path}" };
        _thread.Start();
    }

    public int Requests => Volatile.Read(ref _requests);

    public void Dispose()
    {
        _socket.Dispose();
        _thread.Join();
    }

    private void Serve()
    {
        byte[] buffer = new byte[4096];
        while (true)
        {
            try
            {
                using Socket client = _socket.Accept();
                _ = client.Receive(buffer);
                _ = Interlocked.Increment(ref _requests);
                _ = client.Send(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\ncanary"));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
