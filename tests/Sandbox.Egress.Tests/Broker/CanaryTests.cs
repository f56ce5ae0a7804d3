using Sandbox.Egress.Broker;
using Sandbox.Egress.Tests.Http;

namespace Sandbox.Egress.Tests.Broker;

/// <summary>CR-07, CR-04: a server that gives everything back, and the credential in nothing that the sandbox or the log gets.</summary>
public sealed class CanaryTests
{
    [Theory]
    [InlineData(CredentialScheme.Bearer)]
    [InlineData(CredentialScheme.ApiKey)]
    public async Task A_reflected_credential_does_not_reach_the_sandbox(CredentialScheme scheme)
    {
        List<string> seen = [];
        await using BrokerHarness broker = BrokerHarness.Start(
            async stream =>
            {
                while (await FakeServer.RequestAsync(stream) is { } request)
                {
                    seen.Add(request);
                    string text = request.Replace("\r\n", "|", StringComparison.Ordinal);
                    await stream.SendAsync($"HTTP/1.1 200 {BrokerHarness.Real}\r\nX-Echo: {text}\r\n{BrokerHarness.Real}: name\r\nX-Plain: yes\r\nTransfer-Encoding: chunked\r\n\r\n");
                    foreach (char c in request)
                    {
                        await stream.SendAsync($"1\r\n{c}\r\n");
                    }

                    await stream.SendAsync($"{request.Length:x}\r\n{request}\r\n0\r\n\r\n");
                }
            },
            new FakeCredentials(BrokerHarness.Real, scheme));
        string answer = await broker.ExchangeAsync(BrokerHarness.Request("POST /v1/messages", "x-api-key: " + BrokerHarness.Sentinel, "Content-Length: 4") + "ping");
        Assert.Contains(BrokerHarness.Real, Assert.Single(seen), StringComparison.Ordinal);
        Assert.Contains("X-Plain: yes", answer, StringComparison.Ordinal);
        string body = Dechunk(answer);
        Assert.Equal(2, body.Split("ping").Length - 1);
        Assert.Equal(2, body.Split(new string('*', BrokerHarness.Real.Length)).Length - 1);
        Assert.DoesNotContain("CANARY", answer + body + broker.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_length_that_was_stated_stays_true()
    {
        string text = $"before {BrokerHarness.Real} after";
        await using BrokerHarness broker = BrokerHarness.Answering($"HTTP/1.1 200 OK\r\nContent-Length: {text.Length}\r\n\r\n{text}");
        string answer = await broker.ExchangeAsync(BrokerHarness.Request("GET /v1/models", "x-api-key: " + BrokerHarness.Sentinel));
        Assert.EndsWith($"before {new string('*', BrokerHarness.Real.Length)} after", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_with_two_framings_leaves_with_one()
    {
        await using BrokerHarness broker = BrokerHarness.Answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
        string answer = await broker.ExchangeAsync(BrokerHarness.Request("GET /v1/models", "x-api-key: " + BrokerHarness.Sentinel));
        Assert.DoesNotContain("Content-Length", answer, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("2\r\nok\r\n0\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures_of_every_kind_quote_nothing()
    {
        string[] wires = ["", "garbage " + BrokerHarness.Real, "HTTP/1.1 200 OK\r\nBad Header: " + BrokerHarness.Real + "\r\n\r\n", "HTTP/1.1 999 " + BrokerHarness.Real + "\r\n\r\n", "HTTP/1.1 200 OK\r\nX: " + new string('x', 100_000)];
        foreach (string wire in wires)
        {
            await using BrokerHarness broker = BrokerHarness.Start(async stream =>
            {
                await FakeServer.RequestAsync(stream);
                await stream.SendAsync(wire);
            });
            string answer = string.Empty;
            try
            {
                answer = await broker.ExchangeAsync(BrokerHarness.Request("GET /v1/models", "x-api-key: " + BrokerHarness.Sentinel));
            }
            catch (IOException)
            {
                // A reset says nothing either.
            }

            Assert.DoesNotContain("CANARY", answer + broker.Log.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_mask_holds_back_no_more_than_the_beginning_of_a_secret()
    {
        TokenMask mask = new([System.Text.Encoding.ASCII.GetBytes("sk-ant-secret")]);
        Assert.Equal(9, mask.Apply("data: x\n\n"u8.ToArray()));
        Assert.Equal(6, mask.Apply("data: sk-ant-secre"u8.ToArray()));
        byte[] bytes = "sk-ant-secretsk-ant-secretsk-"u8.ToArray();
        Assert.Equal(26, mask.Apply(bytes));
        Assert.Equal(new string('*', 26) + "sk-", System.Text.Encoding.ASCII.GetString(bytes));
    }

    [Fact]
    public void A_secret_shows_in_no_object_of_the_broker()
    {
        BrokerCredential credential = new(Sandbox.Core.Secrets.Secret.FromText(BrokerHarness.Real), CredentialScheme.Bearer);
        Assert.DoesNotContain("CANARY", credential.ToString(), StringComparison.Ordinal);
    }

    private static string Dechunk(string answer)
    {
        string rest = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        System.Text.StringBuilder body = new();
        while (true)
        {
            int line = rest.IndexOf("\r\n", StringComparison.Ordinal);
            int size = Convert.ToInt32(rest[..line], 16);
            if (size == 0)
            {
                return body.ToString();
            }

            body.Append(rest, line + 2, size);
            rest = rest[(line + 2 + size + 2)..];
        }
    }
}
