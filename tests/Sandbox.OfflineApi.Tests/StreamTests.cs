using System.Text.Json.Nodes;

namespace Sandbox.OfflineApi.Tests;

public sealed class StreamTests : ServerFixture
{
    // Two UTF-16 units each, starting at an odd place of the reply: a cut by length would split one.
    private static readonly string Long = $"echo \"{string.Concat(Enumerable.Repeat("😀", 60))}\"";

    [Theory]
    [InlineData("hello")]
    [InlineData("RUN: ls")]
    public async Task The_events_come_in_the_documented_order(string prompt)
    {
        var names = (await EventsAsync(prompt)).Select(item => item.Name).ToList();

        Assert.Equal(["message_start", "content_block_start"], names.Take(2));
        Assert.Equal(["content_block_stop", "message_delta", "message_stop"], names.TakeLast(3));
        Assert.All(names.Skip(2).SkipLast(3), name => Assert.Equal("content_block_delta", name));
        Assert.True(names.Count > 5);
    }

    [Fact]
    public async Task Every_event_repeats_its_name_as_type() =>
        Assert.All(await EventsAsync("RUN: ls"), item => Assert.Equal(item.Name, (string?)item.Data["type"]));

    [Fact]
    public async Task Text_arrives_in_pieces_that_join_to_the_whole()
    {
        var events = await EventsAsync(Long);
        var pieces = Deltas(events, "text_delta", "text");

        Assert.Equal("""{"type":"text","text":""}""", events[1].Data["content_block"]!.ToJsonString());
        Assert.True(pieces.Count > 1);
        Assert.Equal("offline: " + Long, string.Concat(pieces));
        Assert.Equal("end_turn", (string?)events[^2].Data["delta"]!["stop_reason"]);
    }

    [Fact]
    public async Task The_input_of_a_tool_arrives_in_pieces_that_join_to_its_json()
    {
        var events = await EventsAsync("RUN: " + Long);
        var pieces = Deltas(events, "input_json_delta", "partial_json");
        var opening = events[1].Data["content_block"]!;

        Assert.Equal("tool_use", (string?)opening["type"]);
        Assert.Equal("Bash", (string?)opening["name"]);
        Assert.Equal("{}", opening["input"]!.ToJsonString());
        Assert.True(pieces.Count > 1);
        Assert.Equal(Long, (string?)JsonNode.Parse(string.Concat(pieces))!["command"]);
        Assert.Equal("tool_use", (string?)events[^2].Data["delta"]!["stop_reason"]);
    }

    [Fact]
    public async Task The_opening_is_an_unfinished_message_and_the_end_has_its_usage()
    {
        var events = await EventsAsync("hello");
        var opening = events[0].Data["message"]!;

        Assert.StartsWith("msg_", (string?)opening["id"], StringComparison.Ordinal);
        Assert.Equal("[]", opening["content"]!.ToJsonString());
        Assert.Null(opening["stop_reason"]);
        Assert.True((int)opening["usage"]!["input_tokens"]! > 0);
        Assert.True((int)events[^2].Data["usage"]!["output_tokens"]! > 0);
    }

    private async Task<List<(string Name, JsonNode Data)>> EventsAsync(string prompt)
    {
        using var response = await PostAsync("/v1/messages?beta=true", new Chat().Says(prompt).Request(stream: true));
        var wire = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.EndsWith("\n\n", wire, StringComparison.Ordinal);
        return [.. wire.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    private static (string Name, JsonNode Data) Parse(string item)
    {
        var lines = item.Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("event: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("data: ", lines[1], StringComparison.Ordinal);
        return (lines[0]["event: ".Length..], JsonNode.Parse(lines[1]["data: ".Length..])!);
    }

    private static List<string> Deltas(List<(string Name, JsonNode Data)> events, string type, string member) =>
        [.. events.Where(item => item.Name == "content_block_delta").Select(item => item.Data["delta"]!).Select(delta =>
        {
            Assert.Equal(type, (string?)delta["type"]);
            return (string)delta[member]!;
        })];
}
