using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Sandbox.Egress.Log;

/// <summary>A record as one line of JSON: time, via, host, port, verdict, rule, reason, remedy, sent, received.</summary>
internal static class EgressJson
{
    /// <summary>Octets of the longest line that is read.</summary>
    public const int MaxLine = 16 * 1024;

    // Names come from the sandbox: whatever their maker did, a line stays short.
    private const int MaxText = 512;
    private const string Allowed = "allowed";
    private const string Refused = "refused";

    /// <summary>The line with its line end. Everything but ASCII is escaped.</summary>
    public static byte[] Write(EgressRecord record)
    {
        ArrayBufferWriter<byte> buffer = new(256);
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", record.Time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("via", Cut(record.Via));
            json.WriteString("host", Cut(record.Host));
            json.WriteNumber("port", record.Port);
            json.WriteString("verdict", record.Allowed ? Allowed : Refused);
            json.WriteString("rule", Cut(record.Rule));
            json.WriteString("reason", Cut(record.Reason));
            json.WriteString("remedy", Cut(record.Remedy));
            json.WriteNumber("sent", record.Sent);
            json.WriteNumber("received", record.Received);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Null for a line that is no record: cut short by a crash, or written by something else.</summary>
    public static EgressRecord? Read(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement json = document.RootElement;
            string? verdict = Text(json, "verdict");
            return verdict is not (Allowed or Refused) ? null : new EgressRecord
            {
                Time = DateTimeOffset.Parse(Text(json, "time") ?? string.Empty, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                Via = Text(json, "via") ?? string.Empty,
                Host = Text(json, "host") ?? string.Empty,
                Port = (int)Number(json, "port"),
                Allowed = verdict == Allowed,
                Rule = Text(json, "rule"),
                Reason = Text(json, "reason") ?? string.Empty,
                Remedy = Text(json, "remedy"),
                Sent = Number(json, "sent"),
                Received = Number(json, "received"),
            };
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static long Number(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) ? value.GetInt64() : 0;

    private static string? Cut(string? text) => text is { Length: > MaxText } ? text[..MaxText] : text;
}
