using System.Net;

namespace Sandbox.OfflineApi.Tests;

public sealed class MessagesTests : ServerFixture
{
    [Fact]
    public async Task A_plain_request_gets_the_whole_message()
    {
        using var response = await PostAsync("/v1/messages", new Chat().Says("hello").Request(stream: false));
        var message = await JsonAsync(response);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("message", (string?)message["type"]);
        Assert.Equal("assistant", (string?)message["role"]);
        Assert.Equal("some-model", (string?)message["model"]);
        Assert.Equal("end_turn", (string?)message["stop_reason"]);
        Assert.Equal("""[{"type":"text","text":"offline: hello"}]""", message["content"]!.ToJsonString());
        Assert.True((int)message["usage"]!["input_tokens"]! > 0);
        Assert.True((int)message["usage"]!["output_tokens"]! > 0);
    }

    [Fact]
    public async Task A_plain_tool_call_carries_its_whole_input()
    {
        using var response = await PostAsync("/v1/messages?beta=true", new Chat().Says("READ: a.txt").Request(stream: false));
        var message = await JsonAsync(response);
        var block = message["content"]![0]!;

        Assert.Equal("tool_use", (string?)message["stop_reason"]);
        Assert.Equal("tool_use", (string?)block["type"]);
        Assert.Equal("Read", (string?)block["name"]);
        Assert.StartsWith("toolu_", (string?)block["id"], StringComparison.Ordinal);
        Assert.Equal("""{"file_path":"a.txt"}""", block["input"]!.ToJsonString());
    }

    [Fact]
    public async Task Different_requests_get_different_message_ids()
    {
        using var one = await PostAsync("/v1/messages", new Chat().Says("one").Request(stream: false));
        using var two = await PostAsync("/v1/messages", new Chat().Says("two").Request(stream: false));

        Assert.NotEqual((string?)(await JsonAsync(one))["id"], (string?)(await JsonAsync(two))["id"]);
    }

    [Fact]
    public async Task Tokens_are_counted()
    {
        using var response = await PostAsync("/v1/messages/count_tokens?beta=true", new Chat().Says("hello").Request(stream: false));
        var count = (await JsonAsync(response)).AsObject();

        Assert.True((int)Assert.Single(count).Value! > 0);
        Assert.Equal("input_tokens", Assert.Single(count).Key);
    }

    [Theory]
    [InlineData("GET", "/v1/messages")]
    [InlineData("POST", "/v1/complete")]
    [InlineData("POST", "/V1/MESSAGES")]
    [InlineData("GET", "/")]
    public async Task Anything_else_is_not_found_in_the_shape_of_an_api_error(string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), new Uri(path, UriKind.Relative));
        using var response = await Client.SendAsync(request);
        var error = await JsonAsync(response);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("error", (string?)error["type"]);
        Assert.Equal("not_found_error", (string?)error["error"]!["type"]);
        Assert.Contains(path, (string?)error["error"]!["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/messages", "not json")]
    [InlineData("/v1/messages", "[]")]
    [InlineData("/v1/messages", """{"messages":"hello"}""")]
    [InlineData("/v1/messages/count_tokens", "")]
    public async Task A_body_without_messages_is_an_invalid_request(string path, string body)
    {
        using var response = await PostAsync(path, body);
        var error = await JsonAsync(response);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid_request_error", (string?)error["error"]!["type"]);
    }
}
