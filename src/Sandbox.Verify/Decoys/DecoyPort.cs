using System.Net;
using System.Net.Sockets;

namespace Sandbox.Verify.Decoys;

/// <summary>A server of this machine at one address that notices whether somebody connects or sends. It answers nobody.</summary>
internal sealed class DecoyPort : IDisposable
{
    private readonly Socket _stream;
    private readonly Socket _datagram;
    private bool _arrived;

    /// <exception cref="SocketException">This machine does not have the address.</exception>
    public DecoyPort(IPAddress address)
    {
        _stream = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _datagram = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            _stream.Bind(new IPEndPoint(address, 0));
            _stream.Listen(64);
            Number = ((IPEndPoint)_stream.LocalEndPoint!).Port;
            _datagram.Bind(new IPEndPoint(address, Number));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Number { get; }

    /// <summary>Whether anybody has come.</summary>
    public bool Arrived => _arrived |= _stream.Poll(0, SelectMode.SelectRead) || _datagram.Poll(0, SelectMode.SelectRead);

    public void Dispose()
    {
        _stream.Dispose();
        _datagram.Dispose();
    }
}
