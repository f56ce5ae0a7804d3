using System.Net;
using System.Net.Sockets;
using Sandbox.Core.Network;
using Sandbox.Egress.Log;
using Sandbox.Egress.Tests.Connections;
using Sandbox.Egress.Tests.Proxy;
using Sandbox.Egress.Tests.Tls;

namespace Sandbox.Egress.Tests.Capture;

/// <summary>Programs that know of no proxy reach what the rules allow by name and port, and nothing else (NW-01, NW-04, NW-08).</summary>
public sealed class CaptureServerTests
{
    private const string Name = "api.example.com";

    [Fact]
    public async Task An_address_that_was_never_given_out_is_reset_and_logged()
    {
        await using TestEgress egress = new(["any"]);

        await Loopback.AssertResetAsync(() => egress.CaptureAsync(new IPEndPoint(IPAddress.Parse("198.18.77.77"), 443)));
        Assert.Equal(("198.18.77.77", 443, "capture"), await egress.Log.RefusalAsync() is var r ? (r.Host, r.Port, r.Via) : default);
        Assert.Empty(egress.Dialer.Dialled);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("10.0.2.15")]
    public async Task The_listener_s_own_addresses_lead_nowhere(string address)
    {
        await using TestEgress egress = new(["any", "127.0.0.1"]);

        await Loopback.AssertResetAsync(() => egress.CaptureAsync(new IPEndPoint(IPAddress.Parse(address), 1)));
        Assert.Empty(egress.Dialer.Dialled);
    }

    [Fact]
    public async Task A_port_that_no_rule_allows_is_reset()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([$"{Name}:22"]).Serve(25, server);
        using Socket client = await egress.CaptureAsync(Name, 25);
        await client.WriteAsync(HelloBytes.Of(Name));

        await client.AssertResetAsync();
        EgressRecord record = Assert.Single(egress.Log.All);
        Assert.Equal((Name, 25, false), (record.Host, record.Port, record.Allowed));
        Assert.Equal(0, server.Accepted);
    }

    [Fact]
    public async Task A_silent_client_of_a_refused_port_is_reset_soon()
    {
        await using TestEgress egress = new([$"{Name}:22"], limits: new() { Excuse = TimeSpan.FromMilliseconds(50) });
        using Socket client = await egress.CaptureAsync(Name, 25);

        await client.AssertResetAsync();
    }

    [Theory]
    [InlineData("GET", true)]
    [InlineData("HEAD", false)]
    public async Task A_refused_client_that_speaks_HTTP_is_told_why(string method, bool body)
    {
        await using TestEgress egress = new([$"{Name}:443"]);
        using Socket client = await egress.CaptureAsync(Name, 80);
        await client.SayAsync($"{method} / HTTP/1.1\r\nHost: {Name}\r\n\r\n");
        string answer = await client.ReadTextToEndAsync();

        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Equal(body, answer.Contains("api.example.com:80", StringComparison.Ordinal));
        Assert.Single(egress.Log.All);
    }

    [Fact]
    public async Task A_failure_is_told_to_HTTP_and_a_reset_to_others()
    {
        await using TestEgress egress = new([$"{Name}:*"]);
        egress.Dialer.Ports[80] = egress.Dialer.Ports[443] = Loopback.ClosedPort();
        using Socket http = await egress.CaptureAsync(Name, 80);
        await http.SayAsync("GET / HTTP/1.1\r\n\r\n");
        using Socket tls = await egress.CaptureAsync(Name, 443);
        await tls.WriteAsync(HelloBytes.Of(Name));

        Assert.StartsWith("HTTP/1.1 502 ", await http.ReadTextToEndAsync(), StringComparison.Ordinal);
        await tls.AssertResetAsync();
    }

    [Fact]
    public async Task Plain_HTTP_passes_request_by_request()
    {
        using TestServer server = ProxyServerTests.HttpServer();
        await using TestEgress egress = new TestEgress([Name]).Serve(80, server);
        using Socket client = await egress.CaptureAsync(Name, 80);
        await client.SayAsync($"GET /1 HTTP/1.1\r\nHost: {Name}\r\n\r\n");
        string first = await ProxyServerTests.ReadHeadAsync(client) + await client.ReadTextAsync(4);
        await client.SayAsync($"GET /2 HTTP/1.1\r\nHost: {Name}\r\n\r\n");
        string second = await ProxyServerTests.ReadHeadAsync(client) + await client.ReadTextAsync(4);
        client.Dispose();
        EgressRecord record = await egress.Log.FirstAsync(_ => true);

        Assert.Contains($"X-Host: {Name}", first, StringComparison.Ordinal);
        Assert.EndsWith("data", second, StringComparison.Ordinal);
        Assert.Equal((1, Name, 80, "capture", true), (server.Accepted, record.Host, record.Port, record.Via, record.Allowed));
        Assert.True(record is { Sent: > 60, Received: > 60 });
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.com\r\n\r\n")]
    [InlineData("GET http://evil.com/ HTTP/1.1\r\nHost: api.example.com\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: api.example.com\r\nHost: evil.com\r\n\r\n")]
    [InlineData("\r\n\r\nGET / HTTP/1.1\r\nHost: evil.com\r\n\r\n")]
    [InlineData(" GET / HTTP/1.1\r\nHost: evil.com\r\n\r\n")]
    [InlineData("get / http/1.1\nhost: evil.com\n\n")]
    [InlineData("GET / HTTP/1.1\nHost: evil.com\n\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    [InlineData("CONNECT evil.com:443 HTTP/1.1\r\nHost: evil.com\r\n\r\n")]
    public async Task Plain_HTTP_for_another_host_is_not_passed_on(string request)
    {
        TaskCompletionSource<byte[]> seen = new();
        using TestServer server = new(async socket => seen.TrySetResult(await socket.ReadToEndAsync()));
        await using TestEgress egress = new TestEgress([Name, "evil.com"]).Serve(80, server);
        using Socket client = await egress.CaptureAsync(Name, 80);
        await client.SayAsync(request);

        Assert.Matches("^HTTP/1.1 4[0-9][0-9] |^HTTP/1.1 505 ", await client.ReadTextToEndAsync());
        client.Dispose();
        Assert.Empty(await seen.Task);
    }

    [Fact]
    public async Task New_rules_count_at_once_and_what_stands_goes_on()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([$"{Name}:7"]).Serve(7, server);
        using Socket before = await egress.CaptureAsync(Name, 7);
        await before.SayAsync("\0one");
        Assert.Equal("\0one", await before.ReadTextAsync(4));
        egress.Gate.Replace(NetworkRules.Nothing);
        using Socket after = await egress.CaptureAsync(Name, 7);
        await after.SayAsync("\0");

        await after.AssertResetAsync();
        await before.SayAsync("two");
        Assert.Equal("two", await before.ReadTextAsync(3));
    }

    [Fact]
    public async Task The_name_is_checked_anew_at_every_connection()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([$"{Name}:7"]).Serve(7, server);
        using Socket first = await egress.CaptureAsync(Name, 7);
        await first.SayAsync("\0");
        await first.ReadAsync(1);
        egress.Resolver.With(Name, "127.0.0.1");
        using Socket rebound = await egress.CaptureAsync(Name, 7);
        await rebound.SayAsync("\0");

        await rebound.AssertResetAsync();
        Assert.Equal(1, server.Accepted);
    }
}
