using System.Net;
using System.Net.Sockets;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Network;
using Sandbox.Egress.Log;
using Sandbox.Egress.Publish;
using Sandbox.Egress.Tests.Connections;

namespace Sandbox.Egress.Tests.Publish;

/// <summary>The host reaches a service inside by the port that was published, and by no other (NW-16).</summary>
public sealed class PublisherTests : IDisposable
{
    private readonly ListLog _log = new();
    private readonly CancellationTokenSource _end = new();

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    [Fact]
    public async Task A_published_port_leads_inside()
    {
        using TestServer inside = TestServer.Echo();
        int port = Loopback.ClosedPort();
        using Publisher publisher = new([Rule($"{port}:3000")], _log);
        List<int> asked = [];
        Task running = publisher.RunAsync(
            p =>
            {
                asked.Add(p);
                return Loopback.ConnectAsync(inside.Port).GetAwaiter().GetResult();
            },
            new(new()),
            _end.Token);
        using (Socket client = await Loopback.ConnectAsync(port))
        {
            await client.SayAsync("hello");
            Assert.Equal("hello", await client.ReadTextAsync(5));
            client.Shutdown(SocketShutdown.Send);
            Assert.Empty(await client.ReadToEndAsync());
        }

        EgressRecord record = await _log.FirstAsync(_ => true);
        Assert.Equal(("publish", "127.0.0.1", port, true, 5, 5), (record.Via, record.Host, record.Port, record.Allowed, record.Sent, record.Received));
        Assert.Equal([3000], asked);
        publisher.Dispose();
        await running;
    }

    [Fact]
    public async Task Where_nothing_listens_inside_the_client_is_reset()
    {
        int port = Loopback.ClosedPort();
        using Publisher publisher = new([Rule($"{port}")], _log);
        Task running = publisher.RunAsync(_ => null, new(new()), _end.Token);

        await Loopback.AssertResetAsync(() => Loopback.ConnectAsync(port));
        Assert.Equal("nothing listens there inside", (await _log.FirstAsync(_ => true)).Reason);
        await _end.CancelAsync();
        await running;
    }

    [Fact]
    public void A_port_in_use_is_one_line_each_and_none_is_taken()
    {
        using Socket taken = Loopback.Listen();
        int port = Loopback.Port(taken);
        int free = Loopback.ClosedPort();
        SandboxException e = Assert.Throws<SandboxException>(() => new Publisher([Rule($"{free}"), Rule($"{port}:80"), Rule($"192.0.2.1:{free}:81")], _log));

        Assert.Equal(ErrorCode.PublishPort, e.Code);
        Assert.Equal($"cannot publish port 80 on 127.0.0.1:{port}: another program listens there: stop it or publish another port", e.Message);
        Assert.Equal([$"cannot publish port 81 on 192.0.2.1:{free}: this machine has no such address"], e.Others);
        using Publisher now = new([Rule($"{free}")], _log);
    }

    [Fact]
    public void Two_sandboxes_do_not_share_a_port()
    {
        int port = Loopback.ClosedPort();
        using Publisher one = new([Rule($"{port}")], _log);

        Assert.Throws<SandboxException>(() => new Publisher([Rule($"{port}")], _log));
    }

    [Fact]
    public async Task Only_the_address_that_was_written_listens()
    {
        int port = Loopback.ClosedPort();
        using Publisher publisher = new([Rule($"127.0.0.2:{port}")], _log);
        using Socket right = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await right.ConnectAsync(IPAddress.Parse("127.0.0.2"), port);
        SocketException e = await Assert.ThrowsAsync<SocketException>(() => Loopback.ConnectAsync(port));

        Assert.Equal(SocketError.ConnectionRefused, e.SocketErrorCode);
    }

    private static PublishRule Rule(string text) => PublishRule.TryParse(text, out PublishRule? rule, out string problem) ? rule : throw new ArgumentException(problem, nameof(text));
}
