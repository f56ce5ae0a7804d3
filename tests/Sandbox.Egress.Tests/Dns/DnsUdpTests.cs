using System.Net;
using System.Net.Sockets;

namespace Sandbox.Egress.Tests.Dns;

/// <summary>Datagrams over real sockets.</summary>
public sealed class DnsUdpTests
{
    private static readonly byte[] Question = DnsWire.Query("example.com");

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.5")]
    [InlineData("127.10.2.3")]
    public async Task An_answer_comes_from_the_address_that_was_asked(string address)
    {
        await using DnsServerFixture server = new();
        using Socket client = server.UdpClient(address);

        // The control: an answer that is merely sent comes from another address and is not taken for one.
        if (address != "127.0.0.1")
        {
            await server.Udp.SendToAsync("not an answer"u8.ToArray(), client.LocalEndPoint!);
        }

        await client.SendAsync(Question);
        Assert.Equal(0, DnsAnswer.Read(await DnsServerFixture.Receive(client)).Code);
    }

    [Fact]
    public async Task Many_clients_at_once_get_their_own_answers()
    {
        await using DnsServerFixture server = new();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            using Socket client = server.UdpClient($"127.0.1.{i + 1}");
            for (ushort round = 0; round < 20; round++)
            {
                await client.SendAsync(DnsWire.Query($"x{i}.wild.example", id: round));
                DnsAnswer answer = DnsAnswer.Read(await DnsServerFixture.Receive(client));
                Assert.Equal(round, answer.Id);
                Assert.Equal($"x{i}.wild.example", answer.Name);
                Assert.Equal($"x{i}.wild.example", server.World.Names.Find(IPAddress.Parse(answer.Data!))!.ToString());
            }
        }));
    }

    [Fact]
    public async Task Rubbish_has_no_answer_and_stops_nothing()
    {
        await using DnsServerFixture server = new();
        using Socket client = server.UdpClient();
        byte[] response = [.. Question];
        response[2] |= 0x80;
        foreach (byte[] rubbish in new[] { [], new byte[1], new byte[11], response, new byte[4097], [.. Question, .. new byte[9000]] })
        {
            await client.SendAsync(rubbish);
        }

        await client.SendAsync(Question);
        Assert.Equal(0x1234, DnsAnswer.Read(await DnsServerFixture.Receive(client)).Id);
        Assert.False(client.Poll(0, SelectMode.SelectRead));
    }

    [Fact]
    public async Task A_client_that_is_gone_stops_nothing()
    {
        await using DnsServerFixture server = new();
        for (int i = 0; i < 20; i++)
        {
            using Socket gone = server.UdpClient();
            await gone.SendAsync(Question);
        }

        using Socket client = server.UdpClient();
        await client.SendAsync(Question);
        Assert.Equal(0, DnsAnswer.Read(await DnsServerFixture.Receive(client)).Code);
    }

    [FactWithin(20)]
    public async Task The_loop_ends_when_it_is_cancelled()
    {
        await using DnsServerFixture server = new();
        await server.StopAsync();
        Assert.True(server.UdpLoop.IsCompletedSuccessfully);
    }

    [FactWithin(20)]
    public async Task The_loops_end_when_their_sockets_are_closed()
    {
        await using DnsServerFixture server = new();
        server.Udp.Dispose();
        server.Tcp.Dispose();
        await server.UdpLoop;
        await server.TcpLoop;
    }
}
