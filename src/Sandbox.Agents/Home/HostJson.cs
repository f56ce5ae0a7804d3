using System.Buffers;
using System.Text.Json;

namespace Sandbox.Agents.Home;

/// <summary>
/// Reads the agent's own JSON files leniently and writes them plainly. By document and writer: the mutable nodes of System.Text.Json
/// load its serializer, which costs the launcher ten milliseconds at every start.
/// </summary>
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
    internal static JsonDocument? ParseObject(byte[]? json)
    {
        if (json is null)
        {
            return null;
        }

        try
        {
            JsonDocument document = JsonDocument.Parse(WithoutMark(json), Lenient);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>One object whose properties <paramref name="properties"/> writes.</summary>
    internal static byte[] Object(Action<Utf8JsonWriter> properties)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Indented))
        {
            writer.WriteStartObject();
            properties(writer);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        return bytes.Span.StartsWith(mark) ? bytes[mark.Length..] : bytes;
    }
}
