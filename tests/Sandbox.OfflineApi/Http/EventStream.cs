using System.Text.Json.Nodes;
using Sandbox.OfflineApi.Scripting;

namespace Sandbox.OfflineApi.Http;

/// <summary>Splits a <see cref="Message"/> into the events of a streamed answer.</summary>
public static class EventStream
{
    // Short enough that any script's reply arrives in several pieces, as the real service's do.
    private const int PieceLength = 40;

    /// <summary>The events in order.</summary>
    public static IEnumerable<ServerEvent> Events(Message message)
    {
        yield return Event("message_start", "message", MessageJson.Opening(message));

        yield return OfBlock("content_block_start", "content_block", Opening(message.Reply));
        foreach (var delta in Deltas(message.Reply))
        {
            yield return OfBlock("content_block_delta", "delta", delta);
        }

        yield return Event("content_block_stop", "index", 0);

        var end = Event("message_delta", "delta", new JsonObject { ["stop_reason"] = message.StopReason, ["stop_sequence"] = null });
        end.Data["usage"] = new JsonObject { ["output_tokens"] = message.OutputTokens };
        yield return end;

        yield return new("message_stop", new() { ["type"] = "message_stop" });
    }

    private static JsonObject Opening(Reply reply)
    {
        var block = MessageJson.Block(reply);
        if (reply is ToolReply)
        {
            block["input"] = new JsonObject();
        }
        else
        {
            block["text"] = "";
        }

        return block;
    }

    private static IEnumerable<JsonObject> Deltas(Reply reply) => reply switch
    {
        ToolReply tool => Pieces(MessageJson.Input(tool.Call).ToJsonString())
            .Select(piece => new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = piece }),
        TextReply text => Pieces(text.Text)
            .Select(piece => new JsonObject { ["type"] = "text_delta", ["text"] = piece }),
        _ => [],
    };

    // By runes, because a piece that ends in half a surrogate pair would arrive as two replacement characters.
    private static IEnumerable<string> Pieces(string text) =>
        text.EnumerateRunes().Chunk(PieceLength).Select(runes => string.Concat(runes));

    private static ServerEvent Event(string name, string member, JsonNode value) =>
        new(name, new() { ["type"] = name, [member] = value });

    private static ServerEvent OfBlock(string name, string member, JsonNode value) =>
        new(name, new() { ["type"] = name, ["index"] = 0, [member] = value });
}
