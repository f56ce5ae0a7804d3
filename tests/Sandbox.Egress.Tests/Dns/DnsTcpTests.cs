using System.Net.Sockets;
using Sandbox.Egress.Dns;

namespace Sandbox.Egress.Tests.Dns;

/// <summary>Connections over real sockets, with the limits that keep them cheap.</summary>
public sealed class DnsTcpTests
{
    private static readonly byte[] Question = DnsWire.Framed(DnsWire.Query("example.com"));

    [Fact]
    public async Task Several_questions_are_answered_in_turn()
    {
        await using DnsServerFixture server = new();
        using Socket client = await server.TcpClient();
        await client.SendAsync((byte[])[.. Question, .. DnsWire.Framed(DnsWire.Query("evil.example", id: 2)), .. DnsWire.Framed(DnsWire.Query("a.wild.example", DnsWire.Aaaa, id: 3))]);
        Assert.Equal(0, DnsAnswer.Read(await DnsServerFixture.ReceiveFramed(client)).Code);
        Assert.Equal(3, DnsAnswer.Read(await DnsServerFixture.ReceiveFramed(client)).Code);
        Assert.Equal(3, DnsAnswer.Read(await DnsServerFixture.ReceiveFramed(client)).Id);
        client.Shutdown(SocketShutdown.Send);
        Assert.Null(await DnsServerFixture.ReceiveFramed(client));
    }

    [Fact]
    public async Task A_question_may_come_octet_by_octet()
    {
        await using DnsServerFixture server = new();
        using Socket client = await server.TcpClient();
        foreach (byte octet in Question)
        {
            await client.SendAsync((byte[])[octet]);
        }

        Assert.Equal("example.com", DnsAnswer.Read(await DnsServerFixture.ReceiveFramed(client)).Name);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 5)]
    [InlineData(16, 1)]
    [InlineData(255, 255)]
    public async Task A_length_that_no_question_has_ends_the_connection(byte high, byte low)
    {
        await using DnsServerFixture server = new();
        using Socket client = await server.TcpClient();
        await client.SendAsync((byte[])[high, low, .. new byte[5]]);
        Assert.Null(await DnsServerFixture.ReceiveFramed(client));
        using Socket next = await server.TcpClient();
        await next.SendAsync(Question);
        Assert.NotNull(await DnsServerFixture.ReceiveFramed(next));
    }

    [FactWithin(20)]
    public async Task A_client_that_sends_too_slowly_is_cut_off()
    {
        await using DnsServerFixture server = new(new DnsLimits { MessageTime = TimeSpan.FromMilliseconds(100) });
        using Socket silent = await server.TcpClient();
        using Socket half = await server.TcpClient();
        await half.SendAsync(Question.AsMemory(0, 9));
        Assert.Null(await DnsServerFixture.ReceiveFramed(silent));
        Assert.Null(await DnsServerFixture.ReceiveFramed(half));
    }

    [FactWithin(20)]
    public async Task Only_so_many_connections_are_served_at_once_and_the_next_has_its_turn()
    {
        await using DnsServerFixture server = new(new DnsLimits { Connections = 2, MessageTime = TimeSpan.FromMinutes(1) });
        using Socket first = await server.TcpClient();
        using Socket second = await server.TcpClient();
        foreach (Socket served in new[] { first, second })
        {
            await served.SendAsync(Question);
            Assert.NotNull(await DnsServerFixture.ReceiveFramed(served));
        }

        using Socket third = await server.TcpClient();
        await third.SendAsync(Question);
        await first.SendAsync(Question);
        Assert.NotNull(await DnsServerFixture.ReceiveFramed(first));
        Assert.Equal(0, third.Available);
        first.Dispose();
        Assert.NotNull(await DnsServerFixture.ReceiveFramed(third));
    }

    [Fact]
    public async Task A_connection_ends_after_so_many_questions()
    {
        await using DnsServerFixture server = new(new DnsLimits { Messages = 3 });
        using Socket client = await server.TcpClient();
        for (int i = 0; i < 3; i++)
        {
            await client.SendAsync(Question);
            Assert.NotNull(await DnsServerFixture.ReceiveFramed(client));
        }

        Assert.Null(await DnsServerFixture.ReceiveFramed(client));
    }

    [Fact]
    public async Task Clients_that_reset_stop_nothing()
    {
        await using DnsServerFixture server = new(new DnsLimits { Connections = 4 });
        for (int i = 0; i < 40; i++)
        {
            using Socket reset = await server.TcpClient();
            await reset.SendAsync(Question.AsMemory(0, i % Question.Length));
            reset.LingerState = new LingerOption(true, 0);
        }

        using Socket client = await server.TcpClient();
        await client.SendAsync(Question);
        Assert.NotNull(await DnsServerFixture.ReceiveFramed(client));
    }

    [FactWithin(20)]
    public async Task Cancelling_ends_open_connections_too()
    {
        await using DnsServerFixture server = new(new DnsLimits { MessageTime = TimeSpan.FromMinutes(1) });
        using Socket client = await server.TcpClient();
        await client.SendAsync(Question);
        Assert.NotNull(await DnsServerFixture.ReceiveFramed(client));
        await server.StopAsync();
        Assert.Null(await DnsServerFixture.ReceiveFramed(client));
    }
}
