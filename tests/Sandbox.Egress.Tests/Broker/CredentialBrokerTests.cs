using System.Collections.Concurrent;
using System.Text.Json;
using Sandbox.Core.Diagnostics;
using Sandbox.Egress.Broker;
using Sandbox.Egress.Tests.Http;

namespace Sandbox.Egress.Tests.Broker;

/// <summary>CR-07, CR-13: the real credential goes to one server, for this session's requests, and never comes back.</summary>
public sealed class CredentialBrokerTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

    [Theory]
    [InlineData(CredentialScheme.Bearer, "Authorization: Bearer ", "Authorization: Bearer ")]
    [InlineData(CredentialScheme.Bearer, "x-api-key: ", "Authorization: Bearer ")]
    [InlineData(CredentialScheme.ApiKey, "x-api-key: ", "x-api-key: ")]
    [InlineData(CredentialScheme.ApiKey, "authorization: bearer ", "x-api-key: ")]
    public async Task The_sentinel_is_swapped_for_the_real_credential_in_its_own_header(CredentialScheme scheme, string sent, string arrived)
    {
        ConcurrentQueue<string> seen = new();
        await using BrokerHarness broker = BrokerHarness.Answering(Ok, seen.Enqueue, new FakeCredentials(BrokerHarness.Real, scheme));
        string answer = await broker.ExchangeAsync(BrokerHarness.Request("POST /v1/messages?beta=true", sent + BrokerHarness.Sentinel, "anthropic-beta: oauth-2025-04-20,other", "Content-Length: 2") + "{}");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        string request = Assert.Single(seen);
        Assert.StartsWith("POST /v1/messages?beta=true HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains($"\r\n{arrived}{BrokerHarness.Real}\r\n", request, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\r\nHost: api.anthropic.com\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nanthropic-beta: oauth-2025-04-20,other\r\n", request, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n{}", request, StringComparison.Ordinal);
        Assert.DoesNotContain("SENTINEL", request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X: y")]
    [InlineData("x-api-key: sk-ant-api03-somebody-elses")]
    [InlineData("Authorization: Bearer " + BrokerHarness.Sentinel + "x")]
    [InlineData("Authorization: Bearer sk-ant-oat01")]
    [InlineData("Authorization: Basic " + BrokerHarness.Sentinel)]
    [InlineData("Authorization: " + BrokerHarness.Sentinel)]
    [InlineData("x-api-key:")]
    [InlineData("X-Other: " + BrokerHarness.Sentinel)]
    public async Task A_request_without_the_sentinel_gets_an_error_that_the_agent_can_show(string field)
    {
        ConcurrentQueue<string> seen = new();
        await using BrokerHarness broker = BrokerHarness.Answering(Ok, seen.Enqueue);
        string answer = await broker.ExchangeAsync(BrokerHarness.Request($"POST /v1/messages?key={BrokerHarness.Sentinel}", field, "Content-Length: 2") + "{}");
        Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.Equal("error", json.RootElement.GetProperty("type").GetString());
        Assert.Equal("authentication_error", json.RootElement.GetProperty("error").GetProperty("type").GetString());
        Assert.Contains("this sandbox's own key", json.RootElement.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(seen);
        Assert.Contains(broker.Log.Records, r => r is { Allowed: false, Via: "broker", Host: "api.anthropic.com" });
        Assert.Equal(0, broker.Credentials.Reads);
    }

    // NW-20's pinning: an attacker's key must not ride along.
    [Fact]
    public async Task Every_other_credential_in_the_request_is_removed()
    {
        ConcurrentQueue<string> seen = new();
        await using BrokerHarness broker = BrokerHarness.Answering(Ok, seen.Enqueue);
        await broker.ExchangeAsync(BrokerHarness.Request(
            "GET /v1/models", "x-api-key: " + BrokerHarness.Sentinel, "Authorization: Bearer ATTACKER", "Authorization: Basic ATTACKER", "x-api-key: ATTACKER", "Cookie: ATTACKER", "Proxy-Authorization: ATTACKER",
            "X-Forwarded-Host: ATTACKER", "Connection: x-hop", "x-hop: ATTACKER"));
        string request = Assert.Single(seen);
        Assert.DoesNotContain("ATTACKER", request, StringComparison.Ordinal);
        Assert.Single(request.Split("\r\nAuthorization: ")[1..]);
    }

    // CR-13: whatever the request says, it goes to the server that was fixed outside.
    [Theory]
    [InlineData("POST http://evil.example/v1/messages", 400)]
    [InlineData("CONNECT evil.example:443", 400)]
    [InlineData("POST //evil.example/v1/messages", 400)]
    [InlineData("POST /v1/../api/oauth/claude_cli/create_api_key", 400)]
    [InlineData("POST /v1/messages/..%2f..%2fapi/oauth", 400)]
    [InlineData("POST /v1/messages/%2e%2e/x", 400)]
    [InlineData("POST /v1/messages/..;/x", 400)]
    [InlineData("POST /v1/messages/%252e%252e/x", 400)]
    [InlineData("POST /v1/messages%00", 400)]
    [InlineData("POST /v1/messages%0d%0aX:y", 400)]
    [InlineData("POST /v1/messages\\..\\x", 400)]
    [InlineData("POST /v1/messages%", 400)]
    [InlineData("POST /v1/messages%zz", 400)]
    [InlineData("POST /", 403)]
    [InlineData("POST /v1", 403)]
    [InlineData("POST /V1/messages", 403)]
    [InlineData("POST /v1/messagesX", 403)]
    [InlineData("POST /v1/models", 403)]
    [InlineData("PUT /v1/messages", 403)]
    [InlineData("TRACE /v1/messages", 403)]
    [InlineData("POST /api/oauth/claude_cli/create_api_key", 403)]
    [InlineData("POST /v1/oauth/token", 403)]
    [InlineData("GET /v1/organizations/api_keys", 403)]
    [InlineData("GET /v1/code/sessions", 403)]
    [InlineData("POST /v1/messages", 200)]
    [InlineData("POST /v1/messages/count_tokens?beta=true", 200)]
    [InlineData("GET /v1/files/file%20name/content", 200)]
    [InlineData("GET /api/oauth/usage", 200)]
    public async Task Only_documented_paths_of_the_fixed_server_are_asked(string line, int status)
    {
        ConcurrentQueue<string> seen = new();
        await using BrokerHarness broker = BrokerHarness.Answering(Ok, seen.Enqueue);
        string host = line.StartsWith("CONNECT", StringComparison.Ordinal) ? "Host: evil.example" : "Host: evil.example";
        string answer = await broker.ExchangeAsync($"{line} HTTP/1.1\r\n{host}\r\nConnection: close\r\nx-api-key: {BrokerHarness.Sentinel}\r\n\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(status == 200 ? 1 : 0, seen.Count);
        Assert.All(seen, r => Assert.Contains("\r\nHost: api.anthropic.com\r\n", r, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_credential_is_read_again_for_every_request()
    {
        ConcurrentQueue<string> seen = new();
        await using BrokerHarness broker = BrokerHarness.Answering(Ok, seen.Enqueue);
        await using System.Net.Sockets.NetworkStream client = await broker.ConnectAsync();
        foreach (string token in (string[])["first-token", "second-token"])
        {
            broker.Credentials.Text = token;
            await client.SendAsync($"GET /v1/models HTTP/1.1\r\nHost: x\r\nx-api-key: {BrokerHarness.Sentinel}\r\n\r\n");
            await client.ReadUntilAsync("{}");
        }

        Assert.Contains("Bearer first-token\r\n", seen.First(), StringComparison.Ordinal);
        Assert.Contains("Bearer second-token\r\n", seen.Last(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fresh-token", 2, 200)]
    [InlineData(null, 1, 401)]
    public async Task A_401_is_tried_once_more_with_a_fresh_credential_and_only_when_it_changed(string? fresh, int asked, int status)
    {
        ConcurrentQueue<string> seen = new();
        FakeCredentials credentials = new("stale-token") { AfterReload = fresh };
        await using BrokerHarness broker = BrokerHarness.Start(
            async stream =>
            {
                while (await FakeServer.RequestAsync(stream) is { } request)
                {
                    seen.Enqueue(request);
                    await stream.SendAsync(request.Contains("fresh-token", StringComparison.Ordinal) ? Ok : "HTTP/1.1 401 Unauthorized\r\nContent-Length: 3\r\n\r\nold");
                }
            },
            credentials);
        string answer = await broker.ExchangeAsync(BrokerHarness.Request("POST /v1/messages", "x-api-key: " + BrokerHarness.Sentinel, "Content-Length: 4") + "body");
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(asked, seen.Count);
        Assert.All(seen, r => Assert.EndsWith("\r\n\r\nbody", r, StringComparison.Ordinal));
        Assert.Equal(1, credentials.Reloads);
    }

    // CR-18
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("CANARY with space")]
    [InlineData("CANARY\r\nX-Injected: yes")]
    [InlineData("CANARY\n")]
    [InlineData("CANARY\u00e9")]
    public async Task A_credential_that_is_no_header_value_is_an_error_that_does_not_quote_it(string? token)
    {
        ConcurrentQueue<string> seen = new();
        await using BrokerHarness broker = BrokerHarness.Answering(Ok, seen.Enqueue, new FakeCredentials(token));
        string answer = await broker.ExchangeAsync(BrokerHarness.Request("GET /v1/models", "x-api-key: " + BrokerHarness.Sentinel));
        Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
        Assert.Contains("log in there again", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", answer + broker.Log.Text, StringComparison.Ordinal);
        Assert.Empty(seen);
    }

    [Fact]
    public async Task Why_a_credential_cannot_be_used_is_for_the_log_and_not_for_the_sandbox()
    {
        FakeCredentials credentials = new("x") { Failure = new SandboxException(ErrorCode.Credential, "the login in /somewhere/private expired") };
        await using BrokerHarness broker = BrokerHarness.Answering(Ok, credentials: credentials);
        string answer = await broker.ExchangeAsync(BrokerHarness.Request("GET /v1/models", "x-api-key: " + BrokerHarness.Sentinel));
        Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("/somewhere", answer, StringComparison.Ordinal);
        Assert.Contains("/somewhere/private expired", broker.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 502)]
    public async Task Only_a_server_with_a_trusted_certificate_sees_the_credential(bool trusting, int status)
    {
        ConcurrentQueue<string> seen = new();
        await using BrokerHarness broker = BrokerHarness.Start(
            async stream =>
            {
                seen.Enqueue(await FakeServer.RequestAsync(stream) ?? string.Empty);
                await stream.SendAsync(Ok);
            },
            trusting: trusting);
        string answer = await broker.ExchangeAsync(BrokerHarness.Request("GET /v1/models", "x-api-key: " + BrokerHarness.Sentinel));
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(trusting, seen.Any(r => r.Contains(BrokerHarness.Real, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_not_trusted()
    {
        await using BrokerHarness broker = BrokerHarness.Start(stream => stream.SendAsync(Ok), host: "evil.example");
        Assert.StartsWith("HTTP/1.1 502 ", await broker.ExchangeAsync(BrokerHarness.Request("GET /v1/models", "x-api-key: " + BrokerHarness.Sentinel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirects_are_not_followed_and_cookies_not_kept()
    {
        ConcurrentQueue<string> seen = new();
        await using BrokerHarness broker = BrokerHarness.Answering("HTTP/1.1 302 Found\r\nLocation: https://evil.example/\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n", seen.Enqueue);
        string request = BrokerHarness.Request("GET /v1/models", "x-api-key: " + BrokerHarness.Sentinel);
        string answer = await broker.ExchangeAsync(request);
        await broker.ExchangeAsync(request);
        Assert.StartsWith("HTTP/1.1 302 Found\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Set-Cookie", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, seen.Count);
        Assert.All(seen, r => Assert.DoesNotContain("Cookie", r, StringComparison.OrdinalIgnoreCase));
    }
}
