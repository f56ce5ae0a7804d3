using Sandbox.Egress.Http;

namespace Sandbox.Egress.Tests.Http;

/// <summary>NW-19: time and memory that one client may take.</summary>
public sealed class HostileClientTests
{
    [Fact]
    public async Task A_header_of_a_megabyte_is_refused_after_64_KiB()
    {
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, 1);
        Task<string> answer = proxy.Client.ReadToEndAsync();
        try
        {
            await proxy.Client.SendAsync("GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\nX: " + new string('x', 1024 * 1024));
            proxy.Client.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        }
        catch (IOException)
        {
            // It may have been cut off before it was through.
        }

        Assert.StartsWith("HTTP/1.1 431 ", await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_that_does_not_end_is_given_up()
    {
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, 1, timeouts: ProxyHarness.Timeouts with { Head = TimeSpan.FromMilliseconds(50) });
        await proxy.Client.SendAsync("GET http://a.example/ HT");
        await proxy.ServedAsync();
    }

    [Fact]
    public async Task A_connection_on_which_nothing_comes_is_given_up()
    {
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, 1, timeouts: ProxyHarness.Timeouts with { Idle = TimeSpan.FromMilliseconds(50) });
        await proxy.ServedAsync();
    }

    [Fact]
    public async Task A_body_that_stops_coming_is_given_up()
    {
        await using FakeServer server = FakeServer.Answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port, timeouts: ProxyHarness.Timeouts with { Body = TimeSpan.FromMilliseconds(50), Linger = TimeSpan.FromMilliseconds(50) });
        await proxy.Client.SendAsync("POST http://a.example/ HTTP/1.1\r\nHost: a.example\r\nContent-Length: 10\r\n\r\nabc");
        Assert.StartsWith("HTTP/1.1 408 ", await proxy.Client.ReadHeadAsync(), StringComparison.Ordinal);
        await proxy.ServedAsync();
    }

    [Fact]
    public async Task A_client_that_is_refused_in_the_middle_of_its_body_can_finish_it_and_read_the_refusal()
    {
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, 1, denied: ["denied.example"]);
        await proxy.Client.SendAsync("POST http://denied.example/ HTTP/1.1\r\nHost: denied.example\r\nContent-Length: 300\r\n\r\n" + new string('x', 100));
        await proxy.Client.ReadUntilAsync("lists what was refused\n");

        // A closed socket would answer the first of these with a reset, and the second would fail.
        await proxy.Client.SendAsync(new string('x', 100));
        await proxy.Client.SendAsync(new string('x', 100));
        proxy.Client.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        Assert.Equal(string.Empty, await proxy.Client.ReadToEndAsync());
    }

    [Fact]
    public async Task Cancelling_resets_the_client_in_the_middle_of_an_answer()
    {
        await using FakeServer server = FakeServer.Start(async stream =>
        {
            await FakeServer.RequestAsync(stream);
            await stream.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin");
            await stream.ReadToEndAsync();
        });
        using CancellationTokenSource end = new();
        await using ProxyHarness proxy = await ProxyHarness.StartAsync(HttpMode.Proxy, server.Port, cancellation: end.Token);
        await proxy.Client.SendAsync("GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n");
        await proxy.Client.ReadUntilAsync("begin");
        await end.CancelAsync();
        await proxy.ServedAsync();
        await Assert.ThrowsAsync<IOException>(proxy.Client.ReadToEndAsync);
    }
}
