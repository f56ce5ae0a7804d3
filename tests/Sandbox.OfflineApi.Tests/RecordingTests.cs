using System.Net;

namespace Sandbox.OfflineApi.Tests;

public sealed class RecordingTests : ServerFixture
{
    [Fact]
    public async Task A_request_is_recorded_with_its_path_credentials_and_body()
    {
        Client.DefaultRequestHeaders.Add("x-api-key", "key");
        Client.DefaultRequestHeaders.Add("Authorization", "Bearer token");
        var body = new Chat().Says("hello").Request(stream: false).ToJsonString();

        using var response = await PostAsync("/v1/messages?beta=true", body);

        var request = Assert.Single(Server.Requests);
        Assert.Equal(("POST", "/v1/messages", "?beta=true"), (request.Method, request.Path, request.Query));
        Assert.Equal(("key", "Bearer token"), (request.ApiKey, request.Authorization));
        Assert.Equal(body, request.Body);
    }

    [Fact]
    public async Task A_request_without_credentials_or_with_an_unknown_path_is_recorded_too()
    {
        using var response = await Client.GetAsync(new Uri("/nowhere", UriKind.Relative));

        var request = Assert.Single(Server.Requests);
        Assert.Equal("/nowhere", request.Path);
        Assert.Null(request.ApiKey);
        Assert.Null(request.Authorization);
    }

    [Fact]
    public async Task Parallel_requests_are_all_recorded_and_answered()
    {
        var chats = Enumerable.Range(0, 50).Select(number => new Chat().Says($"number {number}").Request(stream: true));

        var answers = await Task.WhenAll(chats.Select(chat => PostAsync("/v1/messages", chat)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(50, Server.Requests.Select(request => request.Body).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task The_log_names_the_kind_of_credential_and_not_its_value()
    {
        await using var log = new StringWriter();
        await using var server = await OfflineMessagesApi.StartAsync(new() { Log = log });
        Client.DefaultRequestHeaders.Add("x-api-key", "secret");
        using var content = new StringContent(new Chat().Says("RUN: ls").Request(stream: true).ToJsonString());

        using var response = await Client.PostAsync(new Uri(server.Address, "/v1/messages"), content);

        Assert.Equal("POST /v1/messages [x-api-key] -> stream tool_use Bash toolu_offline0001\n", log.ToString());
    }
}
