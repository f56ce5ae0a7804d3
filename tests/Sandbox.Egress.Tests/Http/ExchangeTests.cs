using System.Net.Sockets;
using Sandbox.Core.Network;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Tests.Http;

/// <summary>Bodies, interim answers, upgrades and breakages between a client and a server.</summary>
public sealed class ExchangeTests
{
    private const string Get = "GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n";

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\nX: y\r\n\r\n", "HTTP/1.1 204 No Content\r\nX: y\r\n\r\n")]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n", "HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x\r\nabc\r\n0\r\nT: u\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Claude-Sandbox: denied\r\nKeep-Alive: timeout=5\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    public async Task An_answer_is_passed_on_with_its_own_framing_and_the_connection_stays(string wire, string passed)
    {
        await using FakeServer server = FakeServer.Answer(wire);
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port);
        Assert.Equal(passed + passed, await proxy.ExchangeAsync(Get + Get));
    }

    [Fact]
    public async Task The_answer_to_HEAD_has_no_body_whatever_its_fields_say()
    {
        await using FakeServer server = FakeServer.Answer("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n");
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port);
        string head = "HEAD" + Get[3..];
        string passed = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n";
        Assert.Equal(passed + passed, await proxy.ExchangeAsync(head + head));
    }

    [Fact]
    public async Task An_answer_that_ends_with_its_connection_ends_the_clients_too()
    {
        await using FakeServer server = FakeServer.Start(async stream =>
        {
            await FakeServer.RequestAsync(stream);
            await stream.SendAsync("HTTP/1.0 200 OK\r\n\r\nabc");
        });
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port);
        Assert.Equal("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc", await proxy.ExchangeAsync(Get + Get));
    }

    [Fact]
    public async Task A_client_of_HTTP_1_0_gets_no_chunks()
    {
        await using FakeServer server = FakeServer.Answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port);
        Assert.Equal("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc", await proxy.ExchangeAsync("GET http://a.example/ HTTP/1.0\r\n\r\n"));
    }

    [Theory]
    [InlineData("Content-Length: 5", "hello", "Content-Length: 5", "hello")]
    [InlineData("Transfer-Encoding: chunked", "5;ext=1\r\nhello\r\n0\r\nT: x\r\n\r\n", "Transfer-Encoding: chunked", "5\r\nhello\r\n0\r\n\r\n")]
    public async Task A_request_body_is_passed_on_and_the_next_request_found_behind_it(string field, string body, string passedField, string passed)
    {
        List<string> seen = [];
        await using FakeServer server = FakeServer.Answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", seen.Add);
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port);
        await proxy.ExchangeAsync($"POST http://a.example/ HTTP/1.1\r\nHost: a.example\r\n{field}\r\n\r\n{body}{Get}");
        Assert.Equal([$"POST / HTTP/1.1\r\nHost: a.example\r\n{passedField}\r\n\r\n{passed}", "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"], seen);
    }

    [Fact]
    public async Task A_client_that_waits_for_100_Continue_gets_it()
    {
        await using FakeServer server = FakeServer.Answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", request => Assert.DoesNotContain("Expect", request, StringComparison.Ordinal));
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port);
        await proxy.Client.SendAsync("POST http://a.example/ HTTP/1.1\r\nHost: a.example\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await proxy.Client.ReadHeadAsync());
        await proxy.Client.SendAsync("hello");
        Assert.StartsWith("HTTP/1.1 200", await proxy.Client.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_with_bad_chunks_reaches_the_server_as_a_reset_and_the_client_as_400()
    {
        TaskCompletionSource<bool> reset = new();
        await using FakeServer server = FakeServer.Start(async stream =>
        {
            try
            {
                await stream.ReadToEndAsync();
                reset.SetResult(false);
            }
            catch (IOException)
            {
                reset.SetResult(true);
            }
        });
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port);
        string answer = await proxy.ExchangeAsync("POST http://a.example/ HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloGET /smuggled HTTP/1.1\r\n\r\n0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.True(await reset.Task.WaitAsync(Loopback.Patience));
    }

    [Fact]
    public async Task An_answer_before_the_end_of_the_body_arrives()
    {
        await using FakeServer server = FakeServer.Start(async stream =>
        {
            await stream.ReadHeadAsync();
            await stream.SendAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
        });
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port);
        await proxy.Client.SendAsync("POST http://a.example/ HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1000000\r\n\r\nsome");
        Assert.StartsWith("HTTP/1.1 413 Too Large\r\n", await proxy.Client.ReadUntilAsync("no"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    public async Task An_answer_that_breaks_off_is_a_reset_and_no_clean_end(string wire)
    {
        await using FakeServer server = FakeServer.Start(async stream =>
        {
            await FakeServer.RequestAsync(stream);
            await stream.SendAsync(wire);
        });
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port);
        await proxy.Client.SendAsync(Get);
        await Assert.ThrowsAsync<IOException>(proxy.Client.ReadToEndAsync);
    }

    [Fact]
    public async Task A_WebSocket_is_relayed_both_ways_to_the_decided_host()
    {
        await using FakeServer server = FakeServer.Start(async stream =>
        {
            string request = await stream.ReadHeadAsync();
            Assert.Contains("\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n", request, StringComparison.Ordinal);
            Assert.Contains("\r\nSec-WebSocket-Key: k\r\n", request, StringComparison.Ordinal);
            await stream.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: a\r\n\r\nfrom server|");
            await stream.SendAsync("echo:" + await stream.ReadUntilAsync("|"));
            Assert.Equal("last", await stream.ReadToEndAsync());
            await stream.SendAsync("bye");
        });
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port);
        await proxy.Client.SendAsync(
            "GET http://a.example/ws HTTP/1.1\r\nHost: a.example\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\n\r\n");
        string head = await proxy.Client.ReadHeadAsync();
        Assert.StartsWith("HTTP/1.1 101 ", head, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Accept: a", head, StringComparison.Ordinal);
        Assert.Equal("from server|", await proxy.Client.ReadUntilAsync("|"));

        // To the relay this is no request any more, whatever it looks like.
        await proxy.Client.SendAsync("GET http://b.example/ HTTP/1.1|");
        Assert.Equal("echo:GET http://b.example/ HTTP/1.1|", await proxy.Client.ReadUntilAsync("|"));
        await proxy.Client.SendAsync("last");
        proxy.Client.Socket.Shutdown(SocketShutdown.Send);
        Assert.Equal("bye", await proxy.Client.ReadToEndAsync());
        Assert.Single(proxy.Opened);
    }

    [Fact]
    public async Task A_large_body_goes_through_both_ways_unchanged()
    {
        byte[] large = new byte[3_000_000];
        new Random(1).NextBytes(large);
        string text = System.Text.Encoding.Latin1.GetString(large);
        await using FakeServer server = FakeServer.Start(async stream =>
        {
            string? request = await FakeServer.RequestAsync(stream);
            await stream.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {large.Length}\r\n\r\n{request![^large.Length..]}");
        });
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port);
        Task<string> answer = proxy.Client.ReadToEndAsync();
        await proxy.Client.SendAsync($"POST http://a.example/ HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\nContent-Length: {large.Length}\r\n\r\n{text}");
        Assert.EndsWith(text, await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HttpClient_works_through_the_proxy()
    {
        await using FakeServer server = FakeServer.Answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        using Socket listener = Loopback.Listen();
        HttpProxyOptions options = new()
        {
            Decide = (_, _) => new Verdict { Allowed = true, Reason = "test" },
            Open = async (_, _, _) => OpenResult.Connected(await Loopback.ConnectAsync(server.Port)),
            Log = new RecordingLog(),
        };
        Task serving = Task.Run(async () =>
        {
            await using NetworkStream inside = new(await listener.AcceptAsync(), ownsSocket: true);
            await HttpProxyConnection.RunAsync(inside, HttpMode.Proxy, options, default, CancellationToken.None);
        });
        using (HttpClient client = new(new SocketsHttpHandler { Proxy = new System.Net.WebProxy("127.0.0.1", listener.Port()), UseProxy = true }))
        {
            Assert.Equal("hello", await client.GetStringAsync(new Uri("http://a.example/one")));
            using StringContent content = new("body");
            using HttpResponseMessage posted = await client.PostAsync(new Uri("http://a.example/two"), content);
            Assert.Equal("hello", await posted.Content.ReadAsStringAsync());
        }

        await serving.WaitAsync(Loopback.Patience);
    }
}
