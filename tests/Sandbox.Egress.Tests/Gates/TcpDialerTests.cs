using System.Net;
using System.Net.Sockets;
using Sandbox.Egress.Gates;
using Sandbox.Egress.Tests.Connections;

namespace Sandbox.Egress.Tests.Gates;

/// <summary>One address that does not answer costs a moment, not the connection.</summary>
public sealed class TcpDialerTests
{
    private static readonly IPAddress Other = new([127, 0, 0, 2]);

    [Fact]
    public async Task The_next_address_is_tried_when_one_refuses()
    {
        using TestServer server = TestServer.Echo();
        Dialled dialled = await new TcpDialer().DialAsync([Other, IPAddress.Loopback], server.Port, CancellationToken.None);

        Assert.Equal(IPAddress.Loopback, dialled.Address);
        Assert.True(dialled.Socket!.NoDelay);
        dialled.Socket.Dispose();
    }

    [Fact]
    public async Task The_next_address_is_tried_when_one_is_silent()
    {
        using SilentPort silent = await SilentPort.OpenAsync();
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(Other, silent.Port));
        listener.Listen();
        Dialled dialled = await new TcpDialer(headStart: TimeSpan.FromMilliseconds(10)).DialAsync([IPAddress.Loopback, Other], silent.Port, CancellationToken.None);

        Assert.Equal(Other, dialled.Address);
        dialled.Socket!.Dispose();
    }

    [Fact]
    public async Task Silence_ends_after_the_limit()
    {
        using SilentPort silent = await SilentPort.OpenAsync();
        Dialled dialled = await new TcpDialer(limit: TimeSpan.FromMilliseconds(100)).DialAsync([IPAddress.Loopback], silent.Port, CancellationToken.None);

        Assert.Equal((null, SocketError.TimedOut, "no answer in 0.1 s"), (dialled.Socket, dialled.Error, dialled.Problem));
    }

    [Fact]
    public async Task The_caller_may_give_up()
    {
        using SilentPort silent = await SilentPort.OpenAsync();
        using CancellationTokenSource impatient = new();
        Task<Dialled> dialling = new TcpDialer().DialAsync([IPAddress.Loopback], silent.Port, impatient.Token);
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dialling);
    }

    [Fact]
    public async Task No_address_at_all_is_a_failure() => Assert.Null((await new TcpDialer().DialAsync([], 1, CancellationToken.None)).Socket);

    [Fact]
    public void Families_take_turns() => Assert.Equal(
        ["2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2", "192.0.2.3"],
        TcpDialer.InTurn([.. new[] { "2001:db8::1", "2001:db8::2", "192.0.2.1", "192.0.2.2", "192.0.2.3" }.Select(IPAddress.Parse)]).Select(a => a.ToString()));
}
