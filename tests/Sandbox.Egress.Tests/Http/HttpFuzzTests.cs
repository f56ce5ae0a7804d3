using System.Collections.Concurrent;
using System.Text;
using Sandbox.Core.Network;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Tests.Http;

/// <summary>NW-19: whatever comes, nothing crashes, and what is passed on has one reading.</summary>
public sealed class HttpFuzzTests
{
    private static readonly HttpCorpus Requests = new("request");
    private static readonly HttpCorpus Responses = new("response");

    [Fact]
    public void A_head_that_is_accepted_reads_the_same_when_it_is_written_again()
    {
        int accepted = 0;
        HttpCorpus.Run(random =>
        {
            byte[] bytes = Requests.Next(random);
            int end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
            if (!RequestHeadParser.TryParse(bytes.AsSpan(0, end < 0 ? bytes.Length : end + 4), out RequestHead? head, out _))
            {
                return Task.CompletedTask;
            }

            accepted++;
            Assert.All(head.Fields.All, f => Assert.Equal(-1, (f.Name + f.Value).AsSpan().IndexOfAny("\r\n\0")));
            Assert.InRange(head.Fields.Count("Host"), 0, 1);
            Assert.InRange(head.Fields.Count("Content-Length") + head.Fields.Count("Transfer-Encoding"), 0, 1);
            string target = head.Target.Host is null ? head.Target.Path
                : head.IsConnect ? Authority.Full(head.Target.Host, head.Target.Port)
                : $"http://{Authority.Full(head.Target.Host, head.Target.Port)}{head.Target.Path}";
            byte[] again = Encoding.Latin1.GetBytes($"{head.Method} {target} HTTP/1.{head.Minor}\r\n{string.Concat(head.Fields.All.Select(f => $"{f.Name}: {f.Value}\r\n"))}\r\n");
            Assert.True(RequestHeadParser.TryParse(again, out RequestHead? second, out HttpProblem? problem), problem?.Text);
            Assert.Equal(head.Target, second.Target);
            Assert.Equal(head.Body, second.Body);
            Assert.Equal(head.Fields.All, second.Fields.All);
            return Task.CompletedTask;
        });
        Assert.InRange(accepted, 500, int.MaxValue);
    }

    [Fact]
    public void What_a_server_receives_are_whole_requests_for_itself_and_for_nobody_who_was_refused()
    {
        int passed = 0;
        HttpCorpus.Run(async random =>
        {
            ConcurrentQueue<(HostName Host, ScriptedStream Server)> opened = new();
            ScriptedStream client = new(Requests.Next(random), random.Next(1, 100));
            await HttpProxyConnection.RunAsync(client, HttpMode.Proxy, Options((host, _) =>
            {
                ScriptedStream server = new(random.Next(2) == 0 ? Responses.Next(random) : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray(), random.Next(1, 100));
                opened.Enqueue((host, server));
                return server;
            }), default, CancellationToken.None);
            foreach ((HostName host, ScriptedStream server) in opened)
            {
                Assert.NotEqual("denied.example", host.ToString());
                passed += await CheckRequestsAsync(host, server.Written);
            }
        });
        Assert.InRange(passed, 500, int.MaxValue);
    }

    [Fact]
    public void What_a_client_receives_are_whole_answers_to_its_requests()
    {
        int passed = 0;
        HttpCorpus.Run(async random =>
        {
            ScriptedStream client = new("GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\nHEAD http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n"u8.ToArray(), 100);
            byte[] says = Responses.Next(random);
            await HttpProxyConnection.RunAsync(client, HttpMode.Proxy, Options((_, _) => new ScriptedStream(says, random.Next(1, 100))), default, CancellationToken.None);
            passed += await CheckAnswersAsync(client.Written);
        });
        Assert.InRange(passed, 500, int.MaxValue);
    }

    private static HttpProxyOptions Options(Func<HostName, int, Stream> open) => new()
    {
        Decide = (host, _) => new Verdict { Allowed = host.ToString() != "denied.example", Reason = "test" },
        Open = (host, port, _) => Task.FromResult(OpenResult.Connected(open(host, port))),
        Connect = (_, _) => Task.CompletedTask,
        Log = new RecordingLog(),
    };

    private static async Task<int> CheckRequestsAsync(HostName host, byte[] bytes)
    {
        MessageReader reader = new(new MemoryStream(bytes));
        using Deadline deadline = new(CancellationToken.None);
        for (int count = 0; ; count++)
        {
            HeadRead read = await reader.ReadHeadAsync(deadline, Loopback.Patience, Loopback.Patience);
            if (read.Ended)
            {
                return count;
            }

            Assert.True(RequestHeadParser.TryParse(read.Bytes.Span, out RequestHead? head, out HttpProblem? problem), problem?.Text ?? read.Problem?.Text);
            Assert.True(Authority.TryParse(head.Host!, 80, out HostName? named, out _, out _));
            Assert.Equal(host, named);
            Assert.DoesNotContain(head.Fields.All, f => f.Name.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase));

            // After an upgrade the rest is no HTTP; a body may have been cut by its client, and is the last thing then.
            if (head.Fields.Count("Upgrade") > 0 || !await SkipAsync(new MessageBody(reader, head.Body)))
            {
                return count + 1;
            }
        }
    }

    private static async Task<int> CheckAnswersAsync(byte[] bytes)
    {
        MessageReader reader = new(new MemoryStream(bytes));
        using Deadline deadline = new(CancellationToken.None);
        for (int count = 0; ;)
        {
            HeadRead read = await reader.ReadHeadAsync(deadline, Loopback.Patience, Loopback.Patience);
            if (read.Ended)
            {
                Assert.InRange(count, 0, 2);
                return count;
            }

            Assert.True(ResponseHeadParser.TryParse(read.Bytes.Span, out ResponseHead? head, out HttpProblem? problem), problem?.Text ?? read.Problem?.Text);
            if (!await SkipAsync(new MessageBody(reader, head.Body(toHead: count == 1))))
            {
                return count;
            }

            count += head.IsInterim ? 0 : 1;
        }
    }

    private static async Task<bool> SkipAsync(MessageBody body)
    {
        try
        {
            await body.CopyToAsync(Stream.Null);
            return true;
        }
        catch (HttpMessageException)
        {
            return false;
        }
    }
}
