using System.Text.Json;

namespace Sandbox.OfflineApi.Scripting;

/// <summary>
/// Flattens the <c>messages</c> array of a request into typed blocks. Blocks of other kinds and malformed ones are left out:
/// the agent sends thinking, images and more, none of which steers a script.
/// </summary>
public static class Conversation
{
    /// <summary>The blocks in order; empty when <paramref name="messages"/> is not an array.</summary>
    public static IReadOnlyList<Block> Read(JsonElement messages)
    {
        if (messages.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        var blocks = new List<Block>();
        foreach (var message in messages.EnumerateArray())
        {
            var fromUser = Text(message, "role") == "user";
            if (fromUser && Text(message, "content") is { } plain)
            {
                blocks.Add(new UserText(plain));
                continue;
            }

            blocks.AddRange(Items(message, "content").Select(item => Typed(item, fromUser)).OfType<Block>());
        }

        return blocks;
    }

    private static Block? Typed(JsonElement item, bool fromUser) => Text(item, "type") switch
    {
        "text" when fromUser && Text(item, "text") is { } text => new UserText(text),
        "tool_result" when fromUser && Text(item, "tool_use_id") is { } id => new ToolResult(id, ResultText(item), IsError(item)),
        "tool_use" when !fromUser && Text(item, "id") is { } id && Text(item, "name") is { } tool => new ToolUse(id, tool),
        _ => null,
    };

    private static string ResultText(JsonElement result) =>
        Text(result, "content") ?? string.Concat(Items(result, "content").Select(item => Text(item, "text")));

    private static bool IsError(JsonElement result) =>
        result.TryGetProperty("is_error", out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object
        && parent.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static IEnumerable<JsonElement> Items(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object
        && parent.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : [];
}
