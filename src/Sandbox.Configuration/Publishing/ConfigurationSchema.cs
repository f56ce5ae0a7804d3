using System.Buffers;
using System.Text;
using System.Text.Json;
using Sandbox.Configuration.Catalogue;

namespace Sandbox.Configuration.Publishing;

/// <summary>The JSON schema of a file, made from the catalogue; <c>docs/config.schema.json</c> is this text.</summary>
public static class ConfigurationSchema
{
    /// <summary>JSON Schema 2020-12, indented, with a line end at its end.</summary>
    public static string Render()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            writer.WriteString("title", "claude-sandbox configuration");
            writer.WriteString("description", "A project's .claude-sandbox.json may only tighten what would hold without it. Comments and trailing commas are allowed.");
            Object(writer, string.Empty);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Object(Utf8JsonWriter writer, string prefix)
    {
        writer.WriteString("type", "object");
        writer.WriteBoolean("additionalProperties", false);
        writer.WriteStartObject("properties");
        if (prefix.Length == 0)
        {
            writer.WriteStartObject("$schema");
            writer.WriteString("type", "string");
            writer.WriteEndObject();
        }

        foreach (string name in SettingCatalogue.All.Where(s => s.Path.StartsWith(prefix, StringComparison.Ordinal)).Select(s => s.Path[prefix.Length..].Split('.')[0]).Distinct(StringComparer.Ordinal))
        {
            writer.WriteStartObject(name);
            if (SettingCatalogue.Find(prefix + name) is { } setting)
            {
                Value(writer, setting);
            }
            else
            {
                Object(writer, prefix + name + ".");
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter writer, Setting setting)
    {
        writer.WriteString("description", $"{setting.Summary}{(setting.Form.Length > 0 ? $": {setting.Form}" : string.Empty)} ({setting.Flag}, {setting.Variable})");
        switch (setting.Kind)
        {
            case SettingKind.Switch:
                writer.WriteString("type", "boolean");
                break;
            case SettingKind.Amount:
                writer.WriteStartArray("type");
                writer.WriteStringValue("number");
                writer.WriteStringValue("string");
                writer.WriteEndArray();
                break;
            case SettingKind.List:
                writer.WriteString("type", "array");
                writer.WriteStartObject("items");
                Text(writer, setting);
                writer.WriteEndObject();
                break;
            default:
                Text(writer, setting);
                break;
        }
    }

    private static void Text(Utf8JsonWriter writer, Setting setting)
    {
        writer.WriteString("type", "string");
        if (setting.Choices.Count == 0)
        {
            writer.WriteNumber("minLength", 1);
            return;
        }

        writer.WriteStartArray("enum");
        foreach (SettingChoice choice in setting.Choices)
        {
            writer.WriteStringValue(choice.Word);
        }

        writer.WriteEndArray();
    }
}
