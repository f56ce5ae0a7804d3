using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sandbox.Verify.Tests;

/// <summary>A proxy that opens a tunnel to wherever it is asked for, however that is written.</summary>
internal sealed class OpenProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;

    public OpenProxy()
    {
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _listener.Dispose();
        _ = _serving.Wait(TimeSpan.FromSeconds(10));
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                byte[] request = new byte[1024];
                string target = Encoding.ASCII.GetString(request, 0, await client.GetStream().ReadAsync(request)).Split(' ')[1];
                int colon = target.LastIndexOf(':');
                using Socket tunnel = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await tunnel.ConnectAsync(Address(target[..colon].Trim('[', ']')), int.Parse(target[(colon + 1)..], null));
                await client.GetStream().WriteAsync("HTTP/1.1 200 yes\r\n\r\n"u8.ToArray());
            }
            catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException or OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is IOException or SocketException { SocketErrorCode: not SocketError.OperationAborted })
            {
                // That tunnel was not to be had; the next one may be.
            }
            catch (SocketException)
            {
                return;
            }
        }
    }

    // As the C library reads addresses, which is what careless proxies do.
    private static IPAddress Address(string host) => host switch
    {
        "localhost" or "2130706433" or "0x7f.1" or "127.1" or "::ffff:127.0.0.1" or "0.0.0.0" => IPAddress.Loopback,
        _ => IPAddress.Parse(host),
    };
}
