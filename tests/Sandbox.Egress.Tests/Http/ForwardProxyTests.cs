using System.Collections.Concurrent;
using Sandbox.Core.Network;
using Sandbox.Core.Secrets;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Tests.Http;

/// <summary>The explicit proxy, over real sockets with raw bytes.</summary>
public sealed class ForwardProxyTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    [Fact]
    public async Task A_request_reaches_the_server_as_an_origin_request_without_the_proxys_own_fields()
    {
        ConcurrentQueue<string> seen = new();
        await using FakeServer server = FakeServer.Answer(Ok, seen.Enqueue);
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port);
        string answer = await proxy.ExchangeAsync(
            "GET http://Allowed.Example:8080/a?b HTTP/1.1\r\nHost: allowed.example:8080\r\nX-Keep: 1\r\nX-Drop: 2\r\nConnection: close, x-drop\r\nProxy-Connection: keep-alive\r\nProxy-Authorization: Basic eDp5\r\nProxy-Other: z\r\nTE: trailers\r\nUpgrade: h2c\r\n\r\n");
        Assert.Equal("GET /a?b HTTP/1.1\r\nHost: allowed.example:8080\r\nX-Keep: 1\r\n\r\n", Assert.Single(seen));
        Assert.Equal("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok", answer);
        Assert.Equal("allowed.example:8080", Assert.Single(proxy.Opened));
    }

    [Fact]
    public async Task Requests_of_one_connection_share_the_connection_to_the_same_server_and_no_other()
    {
        await using FakeServer server = FakeServer.Answer(Ok);
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port);
        foreach (string host in (string[])["a.example", "a.example", "b.example", "b.example", "a.example"])
        {
            await proxy.Client.SendAsync($"GET http://{host}/ HTTP/1.1\r\nHost: {host}\r\n\r\n");
            Assert.Contains("200 OK", await proxy.Client.ReadUntilAsync("ok"), StringComparison.Ordinal);
        }

        Assert.Equal(["a.example:80", "b.example:80", "a.example:80"], proxy.Opened);
    }

    // NW-08
    [Fact]
    public async Task A_pipelined_request_to_a_refused_host_is_refused_on_an_allowed_connection()
    {
        await using FakeServer server = FakeServer.Answer(Ok);
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port, denied: ["denied.example"]);
        string answer = await proxy.ExchangeAsync(
            "GET http://allowed.example/ HTTP/1.1\r\nHost: allowed.example\r\n\r\n" +
            "GET http://denied.example/ HTTP/1.1\r\nHost: denied.example\r\n\r\n" +
            "GET http://allowed.example/ HTTP/1.1\r\nHost: allowed.example\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.Single(answer.Split("HTTP/1.1 403 Forbidden")[1..]);
        Assert.Single(answer.Split("200 OK")[1..]);
        Assert.Equal(["allowed.example:80"], proxy.Opened);
        Assert.Contains(proxy.Log.Records, r => r is { Host: "denied.example", Port: 80, Allowed: false, Via: "http", Remedy: "--allow denied.example:80" });
    }

    [Fact]
    public async Task A_refusal_names_the_host_the_reason_and_the_flag()
    {
        await using FakeServer server = FakeServer.Answer(Ok);
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port, denied: ["denied.example"]);
        string answer = await proxy.ExchangeAsync("POST http://denied.example/x HTTP/1.1\r\nHost: denied.example\r\nContent-Length: 100000\r\n\r\n" + new string('x', 100_000));
        Assert.StartsWith("HTTP/1.1 403 Forbidden\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Claude-Sandbox: denied\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
        string[] lines = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].TrimEnd('\n').Split('\n');
        Assert.Equal(
            [
                "claude-sandbox: denied.example:80 is refused", "rule: none (no rule allows it)", "to allow it, start the sandbox with --allow denied.example:80",
                "`claude-sandbox network log` outside the sandbox lists what was refused",
            ],
            lines);
        Assert.Empty(proxy.Opened);
    }

    // NW-08
    [Theory]
    [InlineData("GET http://allowed.example/ HTTP/1.1\r\nHost: denied.example\r\n\r\n", 400)]
    [InlineData("GET http://denied.example/ HTTP/1.1\r\nHost: allowed.example\r\n\r\n", 400)]
    [InlineData("GET http://allowed.example/ HTTP/1.1\r\nHost: allowed.example:81\r\n\r\n", 400)]
    [InlineData("GET http://allowed.example/ HTTP/1.1\r\nHost: \r\n\r\n", 400)]
    [InlineData("GET http://allowed.example/ HTTP/1.1\r\nHost: allowed.example, denied.example\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: allowed.example\r\n\r\n", 400)]
    [InlineData("GET http://allowed.example@denied.example/ HTTP/1.1\r\nHost: allowed.example\r\n\r\n", 400)]
    [InlineData("GET http://evil\0.allowed.example/ HTTP/1.1\r\nHost: allowed.example\r\n\r\n", 400)]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400)]
    [InlineData("GET http://allowed.example/ HTTP/1.1\nHost: allowed.example\n\n", 400)]
    [InlineData("POST http://allowed.example/ HTTP/1.1\r\nHost: allowed.example\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400)]
    public async Task A_request_that_names_two_hosts_or_reads_in_two_ways_opens_nothing(string request, int status)
    {
        await using FakeServer server = FakeServer.Answer(Ok);
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port, denied: ["denied.example"]);
        string answer = await proxy.ExchangeAsync(request);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Single(answer.TrimEnd('\n').Split("\r\n\r\n")[1].Split('\n'));
        Assert.Empty(proxy.Opened);
    }

    [Theory]
    [InlineData(null, 407)]
    [InlineData("Basic c2FuZGJveDp3cm9uZw==", 407)]
    [InlineData("Basic c2FuZGJveDp0b2tlbng=", 407)]
    [InlineData("Basic dG9rZW4=", 407)]
    [InlineData("Basic !", 407)]
    [InlineData("Bearer token", 407)]
    [InlineData("Basic c2FuZGJveDp0b2tlbg==", 200)]
    [InlineData("basic YW55Ym9keTp0b2tlbg==", 200)]
    public async Task Only_a_request_with_the_sessions_token_is_served(string? field, int status)
    {
        await using FakeServer server = FakeServer.Answer(Ok);
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port, token: Secret.FromText("token"));
        string answer = await proxy.ExchangeAsync($"GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n{(field is null ? string.Empty : $"Proxy-Authorization: {field}\r\n")}\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(status == 407, answer.Contains("\r\nProxy-Authenticate: Basic realm=", StringComparison.Ordinal));
        Assert.Equal(status == 200 ? 1 : 0, proxy.Opened.Count);
    }

    [Fact]
    public async Task The_token_also_guards_CONNECT_which_a_callback_takes_over_with_the_bytes_that_came_early()
    {
        Secret token = Secret.FromText("token");
        ConcurrentQueue<string> taken = new();
        async Task TakeAsync(ConnectRequest request, CancellationToken cancellation)
        {
            taken.Enqueue($"{request.Host}:{request.Port} {System.Text.Encoding.ASCII.GetString(request.Already.Span)}");
            await request.Client.WriteAsync(HttpReplies.Established, cancellation);
            await request.Client.WriteAsync("hello"u8.ToArray(), cancellation);
            StreamEnds.EndSending(request.Client);
        }

        await using ProxyHarness without = await ProxyHarness.StartAsync(HttpMode.Proxy, 1, token: token, connect: TakeAsync);
        Assert.StartsWith("HTTP/1.1 407 ", await without.ExchangeAsync("CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\nearly"), StringComparison.Ordinal);
        Assert.Empty(taken);
        await using ProxyHarness with = await ProxyHarness.StartAsync(HttpMode.Proxy, 1, token: token, connect: TakeAsync);
        string answer = await with.ExchangeAsync($"CONNECT A.example.:443 HTTP/1.1\r\nHost: a.example:443\r\nProxy-Authorization: {ProxyToken.Field(token)}\r\n\r\nearly");
        Assert.Equal("HTTP/1.1 200 Connection established\r\n\r\nhello", answer);
        Assert.Equal("a.example:443 early", Assert.Single(taken));
    }

    [Fact]
    public async Task A_CONNECT_with_another_Host_is_refused()
    {
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, 1, connect: (_, _) => throw new InvalidOperationException("taken"));
        Assert.StartsWith("HTTP/1.1 400 ", await proxy.ExchangeAsync("CONNECT a.example:443 HTTP/1.1\r\nHost: b.example:443\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 502)]
    [InlineData(true, 504)]
    public async Task A_server_that_cannot_be_reached_is_named_in_one_line(bool timedOut, int status)
    {
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, 1, opens: OpenResult.Failed("cannot connect to a.example:80: connection refused", timedOut));
        string answer = await proxy.ExchangeAsync("GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nclaude-sandbox: cannot connect to a.example:80: connection refused\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_the_opener_refuses_is_answered_like_a_refused_name()
    {
        Verdict refusal = new() { Allowed = false, Rule = "private addresses", Reason = "10.0.0.1 is private" };
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, 1, opens: OpenResult.Refused(refusal));
        string answer = await proxy.ExchangeAsync("HEAD http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_in_time()
    {
        await using FakeServer server = FakeServer.Start(async stream => await stream.ReadToEndAsync());
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port, timeouts: ProxyHarness.Timeouts with { Response = TimeSpan.FromMilliseconds(50) });
        Assert.StartsWith("HTTP/1.1 504 ", await proxy.ExchangeAsync("GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSH-2.0-x\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 0\n\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok")]
    [InlineData("")]
    public async Task An_answer_that_is_not_one_becomes_502(string wire)
    {
        await using FakeServer server = FakeServer.Start(async stream =>
        {
            await FakeServer.RequestAsync(stream);
            await stream.SendAsync(wire);
        });
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port);
        Assert.StartsWith("HTTP/1.1 502 ", await proxy.ExchangeAsync("GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kept_connection_that_the_server_closed_is_replaced_unseen()
    {
        await using FakeServer server = FakeServer.Start(async stream =>
        {
            await FakeServer.RequestAsync(stream);
            await stream.SendAsync(Ok);
        });
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port);
        for (int i = 0; i < 3; i++)
        {
            await proxy.Client.SendAsync("GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n");
            Assert.Contains("200 OK", await proxy.Client.ReadUntilAsync("ok"), StringComparison.Ordinal);
        }

        Assert.Equal(3, server.Connections);
    }

    [Fact]
    public async Task Bytes_that_nobody_asked_for_are_not_the_answer_to_the_next_request()
    {
        await using FakeServer server = FakeServer.Start(async stream =>
        {
            await FakeServer.RequestAsync(stream);
            await stream.SendAsync(Ok + "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nEVIL!");
            await stream.ReadToEndAsync();
        });
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port);
        string answer = await proxy.ExchangeAsync(string.Concat(Enumerable.Repeat("GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n", 2)));
        Assert.DoesNotContain("EVIL", answer, StringComparison.Ordinal);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task Bytes_both_ways_are_reported_when_the_connection_ends()
    {
        await using FakeServer server = FakeServer.Answer(Ok);
        ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port);
        await proxy.ExchangeAsync("GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n");
        await proxy.DisposeAsync();
        int sent = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n".Length;
        Assert.Equal($"{sent} {Ok.Length} ", Assert.Single(proxy.Finished));
    }
}
