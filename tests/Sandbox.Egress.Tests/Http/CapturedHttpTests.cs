using System.Collections.Concurrent;
using Sandbox.Core.Network;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Tests.Http;

/// <summary>Plain HTTP of programs that know no proxy: the connection's name and every Host must be one.</summary>
public sealed class CapturedHttpTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    [Theory]
    [InlineData("Host: a.example:8080", 8080)]
    [InlineData("Host: A.EXAMPLE.:8080", 8080)]
    [InlineData("Host: a.example", 80)]
    [InlineData("Host: a.example:80", 80)]
    public async Task The_captured_name_is_served(string host, int port)
    {
        ConcurrentQueue<string> seen = new();
        await using FakeServer server = FakeServer.Answer(Ok, seen.Enqueue);
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(Captured(port), server.Port);
        Assert.EndsWith("ok", await proxy.ExchangeAsync($"GET /x HTTP/1.1\r\n{host}\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal($"a.example:{port}", Assert.Single(proxy.Opened));
        Assert.Equal($"GET /x HTTP/1.1\r\nHost: a.example{(port == 80 ? string.Empty : ":8080")}\r\n\r\n", Assert.Single(seen));
    }

    // NW-08: fronting within one connection.
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: b.example\r\n\r\n", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: a.example:81\r\n\r\n", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: a.example.evil\r\n\r\n", 421)]
    [InlineData("GET http://b.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n", 421)]
    [InlineData("GET http://a.example/ HTTP/1.1\r\nHost: b.example\r\n\r\n", 421)]
    [InlineData("CONNECT a.example:80 HTTP/1.1\r\nHost: a.example:80\r\n\r\n", 405)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\u200b.example\r\n\r\n", 400)]
    public async Task Another_name_is_misdirected(string request, int status)
    {
        await using FakeServer server = FakeServer.Answer(Ok);
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(Captured(80), server.Port);
        Assert.StartsWith($"HTTP/1.1 {status} ", await proxy.ExchangeAsync(request), StringComparison.Ordinal);
        Assert.Empty(proxy.Opened);
    }

    [Fact]
    public async Task The_second_request_is_looked_at_like_the_first()
    {
        await using FakeServer server = FakeServer.Answer(Ok);
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(Captured(80), server.Port);
        string answer = await proxy.ExchangeAsync("GET / HTTP/1.1\r\nHost: a.example\r\n\r\nGET / HTTP/1.1\r\nHost: b.example\r\n\r\n");
        Assert.Contains("200 OK", answer, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 421 Misdirected Request", answer, StringComparison.Ordinal);
        Assert.Contains(proxy.Log.Records, r => r is { Host: "b.example", Allowed: false });
    }

    [Fact]
    public async Task A_name_that_the_rules_refuse_now_is_refused_on_a_standing_connection()
    {
        string[] denied = ["nothing.example"];
        await using FakeServer server = FakeServer.Answer(Ok);
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(Captured(80), server.Port, denied);
        await proxy.Client.SendAsync("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
        await proxy.Client.ReadUntilAsync("ok");
        denied[0] = "a.example";
        Assert.StartsWith("HTTP/1.1 403 ", await proxy.ExchangeAsync("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"), StringComparison.Ordinal);
    }

    private static HttpMode Captured(int port)
    {
        Assert.True(HostName.TryParse("a.example", out HostName? host, out _));
        return HttpMode.Captured(host, port);
    }
}
