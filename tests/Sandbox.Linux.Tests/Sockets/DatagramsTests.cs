using System.Net;
using System.Net.Sockets;
using Sandbox.Linux.Sockets;

namespace Sandbox.Linux.Tests.Sockets;

public sealed class DatagramsTests : IDisposable
{
    private readonly Socket _server = Bound(IPAddress.Any);
    private readonly Socket _client = Bound(IPAddress.Loopback);

    private IPEndPoint Client => (IPEndPoint)_client.LocalEndPoint!;

    public void Dispose()
    {
        _server.Dispose();
        _client.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.99.0.7")]
    public void A_datagram_comes_from_the_address_that_was_chosen(string from)
    {
        Assert.Equal(0, Datagrams.TrySend(_server.SafeHandle, "hello"u8, Client, IPAddress.Parse(from)));
        byte[] buffer = new byte[64];
        EndPoint sender = new IPEndPoint(IPAddress.Any, 0);
        int count = _client.ReceiveFrom(buffer, ref sender);
        Assert.Equal("hello"u8, buffer.AsSpan(0, count));
        Assert.Equal(new IPEndPoint(IPAddress.Parse(from), ((IPEndPoint)_server.LocalEndPoint!).Port), sender);
    }

    [Fact]
    public void Without_a_choice_it_comes_from_another_address()
    {
        _ = _server.SendTo("hello"u8, Client);
        EndPoint sender = new IPEndPoint(IPAddress.Any, 0);
        _ = _client.ReceiveFrom(new byte[64], ref sender);
        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)sender).Address);
    }

    [Fact]
    public void An_empty_datagram_is_one_too()
    {
        Assert.Equal(0, Datagrams.TrySend(_server.SafeHandle, [], Client, IPAddress.Loopback));
        Assert.Equal(0, _client.Receive(new byte[1]));
    }

    [Fact]
    public void An_address_that_is_not_of_this_machine_is_an_error_and_nothing_is_sent()
    {
        Assert.NotEqual(0, Datagrams.TrySend(_server.SafeHandle, "hello"u8, Client, IPAddress.Parse("203.0.113.7")));
        Assert.Equal(0, _client.Available);
    }

    [Fact]
    public void An_address_of_IPv6_is_a_mistake_of_the_caller() =>
        Assert.Throws<ArgumentException>(() => Datagrams.TrySend(_server.SafeHandle, "hello"u8, Client, IPAddress.IPv6Loopback));

    [Fact]
    public void A_closed_socket_is_reported_and_not_used()
    {
        _server.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Datagrams.TrySend(_server.SafeHandle, "hello"u8, Client, IPAddress.Loopback));
    }

    private static Socket Bound(IPAddress address)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5_000 };
        socket.Bind(new IPEndPoint(address, 0));
        return socket;
    }
}
