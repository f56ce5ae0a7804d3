using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sandbox.OfflineApi.Tests;

/// <summary>Builds a <c>messages</c> array the way the agent sends it.</summary>
internal sealed class Chat
{
    private readonly JsonArray messages = [];

    public JsonElement Messages
    {
        get
        {
            using var document = JsonDocument.Parse(messages.ToJsonString());
            return document.RootElement.Clone();
        }
    }

    public Chat Says(string text) => Add("user", text);

    public Chat SaysInBlocks(params string[] texts) =>
        Add("user", new JsonArray([.. texts.Select(text => new JsonObject { ["type"] = "text", ["text"] = text })]));

    public Chat Calls(string id, string tool) => Add("assistant", new JsonArray(new JsonObject
    {
        ["type"] = "tool_use",
        ["id"] = id,
        ["name"] = tool,
        ["input"] = new JsonObject(),
    }));

    public Chat Returns(string id, string text, bool isError = false) => Add("user", new JsonArray(new JsonObject
    {
        ["type"] = "tool_result",
        ["tool_use_id"] = id,
        ["content"] = text,
        ["is_error"] = isError,
    }));

    public Chat ReturnsInBlocks(string id, params string[] texts) => Add("user", new JsonArray(new JsonObject
    {
        ["type"] = "tool_result",
        ["tool_use_id"] = id,
        ["content"] = new JsonArray([.. texts.Select(text => new JsonObject { ["type"] = "text", ["text"] = text })]),
    }));

    /// <summary>A whole request around the messages.</summary>
    public JsonObject Request(bool stream) => new()
    {
        ["model"] = "some-model",
        ["max_tokens"] = 100,
        ["stream"] = stream,
        ["messages"] = messages.DeepClone(),
    };

    private Chat Add(string role, JsonNode content)
    {
        messages.Add((JsonNode)new JsonObject { ["role"] = role, ["content"] = content });
        return this;
    }
}
