using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sandbox.Agents.Home;

/// <summary>Reads the agent's own JSON files leniently and writes them plainly.</summary>
internal static class HostJson
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>Null for no file, or one that is not a JSON object.</summary>
    internal static JsonObject? ParseObject(byte[]? json)
    {
        try
        {
            return json is null ? null : JsonNode.Parse(WithoutMark(json), null, Lenient) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static byte[] Bytes(JsonObject value)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, Indented))
        {
            value.WriteTo(writer);
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        return bytes.StartsWith(mark) ? bytes[mark.Length..] : bytes;
    }
}
