using System.Text.Json.Nodes;
using Sandbox.OfflineApi.Scripting;

namespace Sandbox.OfflineApi.Http;

/// <summary>Writes a <see cref="Message"/> as the Messages API does when nothing is streamed.</summary>
public static class MessageJson
{
    /// <summary>The whole message.</summary>
    public static JsonObject Whole(Message message)
    {
        var json = Opening(message);
        json["content"] = new JsonArray(Block(message.Reply));
        json["stop_reason"] = message.StopReason;
        json["usage"]!["output_tokens"] = message.OutputTokens;
        return json;
    }

    /// <summary>The message before anything was said, as <c>message_start</c> carries it.</summary>
    public static JsonObject Opening(Message message) => new()
    {
        ["id"] = message.Id,
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = message.Model,
        ["content"] = new JsonArray(),
        ["stop_reason"] = null,
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject
        {
            ["input_tokens"] = message.InputTokens,
            ["cache_creation_input_tokens"] = 0,
            ["cache_read_input_tokens"] = 0,
            ["output_tokens"] = 1,
        },
    };

    /// <summary>The content block of a reply.</summary>
    public static JsonObject Block(Reply reply) => reply switch
    {
        TextReply text => new() { ["type"] = "text", ["text"] = text.Text },
        ToolReply tool => new()
        {
            ["type"] = "tool_use",
            ["id"] = tool.Id,
            ["name"] = tool.Call.Tool,
            ["input"] = Input(tool.Call),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(reply), reply, "not a kind of reply that can be written"),
    };

    /// <summary>A tool's input as an object.</summary>
    public static JsonObject Input(ToolCall call)
    {
        var input = new JsonObject();
        foreach (var (name, value) in call.Input)
        {
            input[name] = value;
        }

        return input;
    }
}
