using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sandbox.Core.Network;
using Sandbox.Core.Secrets;
using Sandbox.Egress.Hosting;
using Sandbox.Egress.Tests.Connections;

namespace Sandbox.Egress.Tests.Hosting;

/// <summary>All services of a sandbox start and end together; before and after, nothing gets out (NW-13).</summary>
public sealed class EgressHostTests
{
    private const string Name = "api.example.com";

    private readonly ListLog _log = new();
    private readonly EgressSockets _sockets = new() { Capture = Loopback.Listen(), DnsUdp = Udp(), DnsTcp = Loopback.Listen(), Proxy = Loopback.Listen(), Broker = Loopback.Listen(), NamedPorts = [Loopback.Listen()] };

    [Fact]
    public async Task Connections_wait_for_the_start_and_end_with_it()
    {
        using Socket early = await Loopback.ConnectAsync(Loopback.Port(_sockets.Proxy));
        await early.SayAsync($"CONNECT {Name}:443 HTTP/1.1\r\nHost: {Name}\r\n\r\n");
        EgressHost host = Start(NetworkRules.Nothing);
        string answer = await early.ReadTextToEndAsync();
        using Socket standing = await Loopback.ConnectAsync(Loopback.Port(_sockets.Proxy));
        await Poll.UntilAsync(() => host.Slots.Connections > 0);
        int[] ports = [.. new[] { _sockets.Capture!, _sockets.DnsTcp, _sockets.Proxy, _sockets.Broker, _sockets.NamedPorts[0] }.Select(Loopback.Port)];
        Stopwatch time = Stopwatch.StartNew();
        await host.DisposeAsync();

        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        await standing.AssertResetAsync();
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(5));
        foreach (int port in ports)
        {
            Assert.Equal(SocketError.ConnectionRefused, (await Assert.ThrowsAsync<SocketException>(() => Loopback.ConnectAsync(port))).SocketErrorCode);
        }

        await host.DisposeAsync();
    }

    [Fact]
    public async Task Names_are_served_by_the_rules_of_the_moment()
    {
        await using EgressHost host = Start(TestEgress.Rules(Name));
        Assert.Equal((0, 1), await AskAsync(Name));
        Assert.Equal((3, 0), await AskAsync("other.example.com"));
        host.Replace(TestEgress.Rules("other.example.com"));

        Assert.Equal((3, 0), await AskAsync(Name));
        Assert.Equal((0, 1), await AskAsync("other.example.com"));
    }

    [Fact]
    public async Task Without_a_broker_its_port_is_reset()
    {
        await using EgressHost host = Start(NetworkRules.Nothing);

        await Loopback.AssertResetAsync(() => Loopback.ConnectAsync(Loopback.Port(_sockets.Broker)));
    }

    [Fact]
    public async Task The_token_is_asked_for()
    {
        await using EgressHost host = Start(TestEgress.Rules(Name), "token");
        using Socket client = await Loopback.ConnectAsync(Loopback.Port(_sockets.Proxy));
        await client.SayAsync($"CONNECT {Name}:443 HTTP/1.1\r\nHost: {Name}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 407 ", await client.ReadTextToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_fails_is_closed_and_said_and_the_others_go_on()
    {
        _sockets.DnsTcp.Dispose();
        using Socket wrong = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await using EgressHost host = EgressHost.Start(new() { Rules = NetworkRules.Nothing, Log = _log, Sockets = _sockets with { DnsTcp = wrong } });
        using Socket client = await Loopback.ConnectAsync(Loopback.Port(_sockets.Proxy));
        await client.SayAsync("GET http://a.com/ HTTP/1.1\r\nHost: a.com\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 403 ", await client.ReadTextToEndAsync(), StringComparison.Ordinal);
        Assert.StartsWith("no longer served", (await _log.FirstAsync(r => r.Via == "dns")).Reason, StringComparison.Ordinal);
    }

    private static Socket Udp()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private EgressHost Start(NetworkRules rules, string? token = null) =>
        EgressHost.Start(new() { Rules = rules, Log = _log, Sockets = _sockets, Token = token is null ? null : Secret.FromText(token) });

    // The code of the answer and how many addresses it gives.
    private async Task<(int Code, int Answers)> AskAsync(string name)
    {
        byte[] question = [0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. name.Split('.').SelectMany(l => new[] { (byte)l.Length }.Concat(Encoding.ASCII.GetBytes(l))), 0, 0, 1, 0, 1];
        using Socket socket = Udp();
        await socket.SendToAsync(question, _sockets.DnsUdp.LocalEndPoint!);
        byte[] answer = new byte[512];
        await socket.ReceiveAsync(answer);
        return (answer[3] & 15, answer[7]);
    }
}
