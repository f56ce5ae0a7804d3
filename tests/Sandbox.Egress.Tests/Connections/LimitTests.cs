using System.Net.Sockets;
using Sandbox.Egress.Connections;
using Sandbox.Egress.Tests.Tls;

namespace Sandbox.Egress.Tests.Connections;

/// <summary>One sandbox takes a bounded part of the host, and what is refused for lack of room is closed, not open (NW-13, NW-19).</summary>
public sealed class LimitTests
{
    private const string Name = "api.example.com";

    [Fact]
    public async Task A_thousand_connections_at_once_are_served()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([$"{Name}:7"], limits: new() { Handshakes = 1024 }).Serve(7, server);
        Socket[] clients = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => egress.CaptureAsync(Name, 7)));
        await Task.WhenAll(clients.Select(c => c.SayAsync("\0hello")));
        string[] answers = await Task.WhenAll(clients.Select(c => c.ReadTextAsync(6)));

        Assert.All(answers, a => Assert.Equal("\0hello", a));
        Assert.Equal((1000, 0), (egress.Slots.Connections, egress.Slots.Handshakes));
        foreach (Socket client in clients)
        {
            client.Dispose();
        }
    }

    [Fact]
    public async Task Beyond_the_limit_new_ones_are_reset_until_one_ends()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([$"{Name}:7"], limits: new() { Connections = 3 }).Serve(7, server);
        List<Socket> clients = [];
        for (int i = 0; i < 3; i++)
        {
            clients.Add(await EchoingAsync(egress));
        }

        await Loopback.AssertResetAsync(() => egress.CaptureAsync(Name, 7));
        Assert.Equal("too many connections at once", (await egress.Log.RefusalAsync()).Reason);
        clients[0].Dispose();
        await egress.Log.FirstAsync(r => r.Allowed);
        await Poll.UntilAsync(() => egress.Slots.Connections < 3);
        using Socket next = await EchoingAsync(egress);
        clients.ForEach(c => c.Dispose());
    }

    [Fact]
    public async Task Half_made_connections_do_not_take_the_place_of_others_for_long()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([Name, $"{Name}:7"], limits: new() { Handshakes = 2, Handshake = TimeSpan.FromMilliseconds(300) }).Serve(443, server).Serve(7, server);
        using Socket one = await egress.CaptureAsync(Name, 443);
        await one.WriteAsync(HelloBytes.Of(Name).AsMemory(0, 20));
        using Socket two = await egress.ProxyAsync();
        await Poll.UntilAsync(() => egress.Slots.Handshakes == 2);
        await Loopback.AssertResetAsync(() => egress.CaptureAsync(Name, 7));
        await one.AssertResetAsync();
        await two.AssertResetAsync();
        await Poll.UntilAsync(() => egress.Slots.Handshakes == 0);

        using Socket next = await EchoingAsync(egress);
    }

    [Fact]
    public async Task A_place_is_given_back_once()
    {
        ConnectionSlots slots = new(new() { Connections = 1, Handshakes = 1 });
        Assert.True(slots.TryEnter(out ConnectionSlot? slot));
        Assert.False(slots.TryEnter(out _));
        slot.Establish();
        slot.Establish();
        Assert.Equal((1, 0), (slots.Connections, slots.Handshakes));
        slot.Leave();
        slot.Leave();
        Assert.Equal((0, 0), (slots.Connections, slots.Handshakes));

        int[] taken = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Enumerable.Range(0, 10_000).Count(_ => TakeAndGive(slots)))));
        Assert.True(taken.Sum() > 0);
        Assert.Equal((0, 0), (slots.Connections, slots.Handshakes));
    }

    private static bool TakeAndGive(ConnectionSlots slots)
    {
        if (!slots.TryEnter(out ConnectionSlot? slot))
        {
            return false;
        }

        slot.Leave();
        return true;
    }

    private static async Task<Socket> EchoingAsync(TestEgress egress)
    {
        Socket client = await egress.CaptureAsync(Name, 7);
        await client.SayAsync("\0");
        await client.ReadAsync(1);
        return client;
    }
}
