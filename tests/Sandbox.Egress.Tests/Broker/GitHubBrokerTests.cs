using System.Collections.Concurrent;
using System.Text;
using Sandbox.Core.Plans;
using Sandbox.Core.Secrets;
using Sandbox.Egress.Broker;
using Sandbox.Egress.Tests.Http;

namespace Sandbox.Egress.Tests.Broker;

/// <summary>CR-12: two fixed hosts over TLS, the token outside, and requests that want more are refused.</summary>
public sealed class GitHubBrokerTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static string Basic(string token) => "Authorization: Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("x-access-token:" + token));

    [Theory]
    [InlineData("GET /github/owner/repo.git/info/refs?service=git-upload-pack", "GET /owner/repo.git/info/refs?service=git-upload-pack")]
    [InlineData("GET /github/owner/repo/info/refs?service=git-receive-pack", "GET /owner/repo/info/refs?service=git-receive-pack")]
    [InlineData("POST /github/owner/repo/git-upload-pack", "POST /owner/repo/git-upload-pack")]
    [InlineData("POST /github/owner/repo/git-receive-pack", "POST /owner/repo/git-receive-pack")]
    [InlineData("POST /github/owner/repo.git/info/lfs/objects/batch", "POST /owner/repo.git/info/lfs/objects/batch")]
    public async Task Git_reaches_github_com_with_the_real_token(string line, string arrived)
    {
        ConcurrentQueue<string> seen = new();
        await using BrokerHarness broker = BrokerHarness.Answering(Ok, seen.Enqueue, gitHub: true);
        Assert.EndsWith("ok", await broker.ExchangeAsync(BrokerHarness.Request(line, Basic(BrokerHarness.GitHubSentinel), "Git-Protocol: version=2")), StringComparison.Ordinal);
        string request = Assert.Single(seen);
        Assert.StartsWith(arrived + " HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nHost: github.com\r\n", request, StringComparison.Ordinal);
        Assert.Contains($"\r\n{Basic(BrokerHarness.GitHubReal)}\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nGit-Protocol: version=2\r\n", request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /github-api/user", "127.0.0.1:3129", "Authorization: Bearer ", "GET /user")]
    [InlineData("POST /github-api/graphql", "127.0.0.1:3129", "Authorization: token ", "POST /graphql")]
    [InlineData("GET /github-api/repos/o/r/branches/feature%2Fx?page=2", "127.0.0.1:3129", "Authorization: bearer ", "GET /repos/o/r/branches/feature%2Fx?page=2")]
    [InlineData("GET /repos/o/r", "api.github.com", "Authorization: token ", "GET /repos/o/r")]
    public async Task The_API_is_reached_by_prefix_and_by_name(string line, string host, string scheme, string arrived)
    {
        ConcurrentQueue<string> seen = new();
        await using BrokerHarness broker = BrokerHarness.Answering(Ok, seen.Enqueue, gitHub: true);
        Assert.EndsWith("ok", await broker.ExchangeAsync($"{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{scheme}{BrokerHarness.GitHubSentinel}\r\n\r\n"), StringComparison.Ordinal);
        string request = Assert.Single(seen);
        Assert.StartsWith(arrived + " HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nHost: api.github.com\r\n", request, StringComparison.Ordinal);
        Assert.Contains($"\r\nAuthorization: Bearer {BrokerHarness.GitHubReal}\r\n", request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /github/owner/repo/info/refs?service=git-upload-pack&x=host=evil.example", 403)]
    [InlineData("GET /github/owner/repo/info/refs", 403)]
    [InlineData("GET /github/owner/repo/settings", 403)]
    [InlineData("GET /github/settings/tokens", 403)]
    [InlineData("POST /github/session", 403)]
    [InlineData("GET /github/../api/x", 400)]
    [InlineData("GET /github/owner/../evil/info/refs?service=git-upload-pack", 400)]
    [InlineData("GET /github/owner/repo%0ahost=evil.example/info/refs?service=git-upload-pack", 400)]
    [InlineData("GET /github/owner/repo%0d%0aX:y/info/refs?service=git-upload-pack", 400)]
    [InlineData("GET /github/owner/repo%00/info/refs?service=git-upload-pack", 400)]
    [InlineData("GET /github/owner/a%2f..%2fb/info/refs?service=git-upload-pack", 400)]
    [InlineData("GET /github//evil.example/x/info/refs?service=git-upload-pack", 400)]
    [InlineData("GET /github/@evil.example/x/info/refs?service=git-upload-pack", 403)]
    [InlineData("GET /github/owner/re%20po/info/refs?service=git-upload-pack", 403)]
    [InlineData("GET http://github.com/owner/repo/info/refs?service=git-upload-pack", 400)]
    [InlineData("POST /github-api/user/keys", 403)]
    [InlineData("POST /github-api/USER/Keys", 403)]
    [InlineData("POST /github-api/user/%6beys", 403)]
    [InlineData("POST /github-api/user/gpg_keys", 403)]
    [InlineData("POST /github-api/repos/o/r/keys", 403)]
    [InlineData("POST /github-api/repositories/1/keys", 403)]
    [InlineData("GET /github-api/..%2f..%2fx", 400)]
    public async Task A_hostile_request_reaches_no_server(string line, int status)
    {
        ConcurrentQueue<string> seen = new();
        await using BrokerHarness broker = BrokerHarness.Answering(Ok, seen.Enqueue, gitHub: true);
        string answer = await broker.ExchangeAsync(BrokerHarness.Request(line, Basic(BrokerHarness.GitHubSentinel)));
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Empty(seen);
    }

    [Fact]
    public async Task Each_routes_sentinel_opens_that_route_only()
    {
        ConcurrentQueue<string> seen = new();
        await using BrokerHarness broker = BrokerHarness.Answering(Ok, seen.Enqueue, gitHub: true);
        const string Git = "GET /github/o/r/info/refs?service=git-upload-pack";
        foreach (string field in (string[])["X: y", Basic(BrokerHarness.Sentinel), "Authorization: Bearer " + BrokerHarness.Sentinel, "Authorization: Basic !", Basic("ghp_attackers")])
        {
            string answer = await broker.ExchangeAsync(BrokerHarness.Request(Git, field));
            Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
            Assert.Contains("\r\nWWW-Authenticate: Basic", answer, StringComparison.Ordinal);
        }

        Assert.StartsWith("HTTP/1.1 401 ", await broker.ExchangeAsync(BrokerHarness.Request("GET /v1/models", "Authorization: Bearer " + BrokerHarness.GitHubSentinel)), StringComparison.Ordinal);
        Assert.Empty(seen);
    }

    [Fact]
    public async Task Without_the_users_consent_there_is_no_such_route()
    {
        ConcurrentQueue<string> seen = new();
        await using BrokerHarness broker = BrokerHarness.Answering(Ok, seen.Enqueue);
        string answer = await broker.ExchangeAsync(BrokerHarness.Request("GET /github-api/user", "Authorization: Bearer " + BrokerHarness.Sentinel));
        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Empty(seen);
    }

    [Fact]
    public async Task Addresses_in_answers_lead_back_to_the_broker()
    {
        await using BrokerHarness broker = BrokerHarness.Answering(
            "HTTP/1.1 301 Moved\r\nLocation: https://api.github.com/repositories/1\r\nLink: <https://api.github.com/x?page=2>; rel=\"next\", <https://other.example/>\r\nContent-Length: 0\r\n\r\n", gitHub: true);
        string answer = await broker.ExchangeAsync(BrokerHarness.Request("GET /github-api/x", "Authorization: Bearer " + BrokerHarness.GitHubSentinel));
        Assert.Contains("\r\nLocation: http://127.0.0.1:3129/github-api/repositories/1\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nLink: <http://127.0.0.1:3129/github-api/x?page=2>; rel=\"next\", <https://other.example/>\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reflected_token_is_masked_in_both_its_forms()
    {
        ConcurrentQueue<string> seen = new();
        await using BrokerHarness broker = BrokerHarness.Start(
            async stream =>
            {
                string request = await FakeServer.RequestAsync(stream) ?? string.Empty;
                seen.Enqueue(request);
                string body = request + BrokerHarness.GitHubReal;
                await stream.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            },
            gitHub: true);
        string answer = await broker.ExchangeAsync(BrokerHarness.Request("POST /github/o/r/git-upload-pack", Basic(BrokerHarness.GitHubSentinel)));
        string encoded = Basic(BrokerHarness.GitHubReal)["Authorization: Basic ".Length..];
        Assert.Contains(encoded, Assert.Single(seen), StringComparison.Ordinal);
        Assert.Contains("****", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(encoded, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("REALCANARY", answer + broker.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_variables_lead_git_to_the_broker_and_follow_those_that_are_there()
    {
        IReadOnlyList<PlannedVariable> variables = GitHubInside.Variables(3129, Secret.FromText(BrokerHarness.GitHubSentinel), existing: 2);
        Dictionary<string, string> values = variables.ToDictionary(v => v.Name, v => v.Secret?.RevealText() ?? v.Value!, StringComparer.Ordinal);
        Assert.Equal("5", values["GIT_CONFIG_COUNT"]);
        Assert.Equal("url.http://127.0.0.1:3129/github/.insteadOf", values["GIT_CONFIG_KEY_2"]);
        Assert.Equal("https://github.com/", values["GIT_CONFIG_VALUE_2"]);
        Assert.Equal("http.http://127.0.0.1:3129/github/.extraHeader", values["GIT_CONFIG_KEY_3"]);
        Assert.Equal(Basic(BrokerHarness.GitHubSentinel), values["GIT_CONFIG_VALUE_3"]);
        Assert.Equal("http://127.0.0.1:3129/github-api", values["GITHUB_API_URL"]);
        Assert.DoesNotContain("SENTINEL", string.Join('\n', variables), StringComparison.Ordinal);
    }
}
