using System.Net.Sockets;
using Sandbox.Egress.Tests.Http;

namespace Sandbox.Egress.Tests.Broker;

/// <summary>Answers as they come, and the end of either side as what it is.</summary>
public sealed class BrokerStreamingTests
{
    private const string EventHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static string Ask => $"POST /v1/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {BrokerHarness.Sentinel}\r\nContent-Length: 2\r\n\r\n{{}}";

    [Fact]
    public async Task The_first_event_arrives_before_the_second_is_sent()
    {
        TaskCompletionSource firstArrived = new();
        await using BrokerHarness broker = BrokerHarness.Start(async stream =>
        {
            await FakeServer.RequestAsync(stream);
            await stream.SendAsync(EventHead + "9\r\ndata: 1\n\n\r\n");
            await firstArrived.Task.WaitAsync(Loopback.Patience);
            await stream.SendAsync("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
        });
        await using NetworkStream client = await broker.ConnectAsync();
        await client.SendAsync(Ask);
        Assert.EndsWith("\r\n\r\n9\r\ndata: 1\n\n\r\n", await client.ReadUntilAsync("data: 1\n\n\r\n"), StringComparison.Ordinal);
        firstArrived.SetResult();
        Assert.Equal("9\r\ndata: 2\n\n\r\n0\r\n\r\n", await client.ReadUntilAsync("0\r\n\r\n"));
    }

    [Fact]
    public async Task The_head_arrives_before_the_first_event()
    {
        TaskCompletionSource headArrived = new();
        await using BrokerHarness broker = BrokerHarness.Start(async stream =>
        {
            await FakeServer.RequestAsync(stream);
            await stream.SendAsync(EventHead);
            await headArrived.Task.WaitAsync(Loopback.Patience);
            await stream.SendAsync("0\r\n\r\n");
        });
        await using NetworkStream client = await broker.ConnectAsync();
        await client.SendAsync(Ask);
        Assert.StartsWith("HTTP/1.1 200 OK", await client.ReadHeadAsync(), StringComparison.Ordinal);
        headArrived.SetResult();
        Assert.Equal("0\r\n\r\n", await client.ReadUntilAsync("\r\n\r\n"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(EventHead)]
    [InlineData(EventHead + "9\r\ndata: 1\n\n\r\n")]
    public async Task A_client_that_hangs_up_ends_the_request_upstream(string sent)
    {
        TaskCompletionSource asked = new();
        TaskCompletionSource ended = new();
        await using BrokerHarness broker = BrokerHarness.Start(async stream =>
        {
            await FakeServer.RequestAsync(stream);
            await stream.SendAsync(sent);
            asked.SetResult();
            try
            {
                await stream.ReadToEndAsync();
            }
            catch (IOException)
            {
                // A reset is an end too.
            }

            ended.SetResult();
        });
        NetworkStream client = await broker.ConnectAsync();
        await client.SendAsync(Ask);
        await asked.Task.WaitAsync(Loopback.Patience);
        await client.DisposeAsync();
        await ended.Task.WaitAsync(Loopback.Patience);
    }

    [Theory]
    [InlineData(EventHead + "9\r\ndata: 1\n\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")]
    public async Task An_answer_that_breaks_off_upstream_is_a_reset_for_the_client(string wire)
    {
        await using BrokerHarness broker = BrokerHarness.Start(async stream =>
        {
            await FakeServer.RequestAsync(stream);
            await stream.SendAsync(wire);
        });
        await using NetworkStream client = await broker.ConnectAsync();
        await client.SendAsync(Ask);
        await client.ReadHeadAsync();
        await Assert.ThrowsAsync<IOException>(client.ReadToEndAsync);
    }

    [Fact]
    public async Task A_server_that_hangs_up_without_an_answer_is_502_and_a_silent_one_504()
    {
        await using BrokerHarness gone = BrokerHarness.Start(async stream => await FakeServer.RequestAsync(stream));
        Assert.StartsWith("HTTP/1.1 502 ", await gone.ExchangeAsync(Ask), StringComparison.Ordinal);
        await using BrokerHarness silent = BrokerHarness.Start(
            async stream =>
            {
                await FakeServer.RequestAsync(stream);
                await stream.ReadToEndAsync();
            },
            timeouts: ProxyHarness.Timeouts with { Response = TimeSpan.FromMilliseconds(200) });
        Assert.StartsWith("HTTP/1.1 504 ", await silent.ExchangeAsync(Ask), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_too_large_to_keep_is_passed_on_while_it_comes()
    {
        const int Length = 20_000_000;
        TaskCompletionSource beginning = new();
        int received = 0;
        await using BrokerHarness broker = BrokerHarness.Start(async stream =>
        {
            await stream.ReadUntilAsync("\r\n\r\nBEGIN");
            beginning.SetResult();
            byte[] rest = new byte[Length - 5];
            await stream.ReadExactlyAsync(rest);
            received = rest.Count(b => b == 'x');
            await stream.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        await using NetworkStream client = await broker.ConnectAsync();
        await client.SendAsync($"POST /v1/files HTTP/1.1\r\nHost: x\r\nx-api-key: {BrokerHarness.Sentinel}\r\nExpect: 100-continue\r\nContent-Length: {Length}\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await client.ReadHeadAsync());
        await client.SendAsync("BEGIN");
        await beginning.Task.WaitAsync(Loopback.Patience);
        await client.SendAsync(new string('x', Length - 5));
        Assert.StartsWith("HTTP/1.1 200 OK", await client.ReadUntilAsync("ok"), StringComparison.Ordinal);
        Assert.Equal(Length - 5, received);
    }

    [Fact]
    public async Task A_chunked_body_is_passed_on_and_a_broken_one_is_400()
    {
        List<string> seen = [];
        await using BrokerHarness broker = BrokerHarness.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", seen.Add);
        string head = $"POST /v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: {BrokerHarness.Sentinel}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
        Assert.EndsWith("ok", await broker.ExchangeAsync(head + "5\r\nhello\r\n0\r\n\r\n"), StringComparison.Ordinal);
        Assert.Contains("hello", Assert.Single(seen), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400 ", await broker.ExchangeAsync(head + "5\r\nhelloX\r\n0\r\n\r\n"), StringComparison.Ordinal);
        Assert.Single(seen);
    }

    [Fact]
    public async Task One_request_more_than_the_limit_is_told_so()
    {
        TaskCompletionSource asked = new();
        TaskCompletionSource answer = new();
        await using BrokerHarness broker = BrokerHarness.Start(
            async stream =>
            {
                while (await FakeServer.RequestAsync(stream) is not null)
                {
                    asked.TrySetResult();
                    await answer.Task;
                    await stream.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                }
            },
            mostRequests: 1);
        await using NetworkStream first = await broker.ConnectAsync();
        await first.SendAsync(Ask);
        await asked.Task.WaitAsync(Loopback.Patience);
        string refused = await broker.ExchangeAsync(Ask);
        Assert.StartsWith("HTTP/1.1 503 ", refused, StringComparison.Ordinal);
        Assert.Contains("overloaded_error", refused, StringComparison.Ordinal);
        answer.SetResult();
        await first.ReadUntilAsync("ok");

        // The place is free again once the answer is through.
        await first.SendAsync(Ask);
        Assert.StartsWith("HTTP/1.1 200 OK", await first.ReadUntilAsync("ok"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_one_after_the_other()
    {
        int count = 0;
        await using BrokerHarness broker = BrokerHarness.Start(async stream =>
        {
            while (await FakeServer.RequestAsync(stream) is not null)
            {
                await stream.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nn{Interlocked.Increment(ref count)}");
            }
        });
        await using NetworkStream client = await broker.ConnectAsync();
        await client.SendAsync(Ask + Ask + Ask);
        Assert.Equal(2, (await client.ReadUntilAsync("n3")).Split("\r\n\r\nn")[1..^1].Length);
    }
}
