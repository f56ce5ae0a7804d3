using System.Buffers;
using System.Text;
using System.Text.Json;
using Sandbox.Configuration.Catalogue;
using Sandbox.Configuration.Merging;
using Sandbox.Configuration.Reading;

namespace Sandbox.Cli.Output;

/// <summary>What the verbs of config say to programs. Fields are only ever added within a schemaVersion.</summary>
internal static class ConfigJson
{
    private const int SchemaVersion = 1;

    /// <summary>Settings in force: path, flag, variable, value and who says so.</summary>
    public static string Settings(EffectiveSettings settings) => Document("settings", SettingCatalogue.All, (writer, setting) =>
    {
        GivenSetting given = settings.Of(setting);
        writer.WriteString("path", setting.Path);
        writer.WriteString("flag", setting.Flag);
        writer.WriteString("variable", setting.Variable);
        writer.WritePropertyName("value");
        Value(writer, setting, [.. given.Entries.Select(e => setting.Shown(e.Word))]);
        Strings(writer, "origins", given.Entries.Count == 0 ? [given.Origin.Place] : given.Entries.Select(static e => e.Origin.Place));
    });

    /// <summary>Files that are considered.</summary>
    public static string Files(IEnumerable<(string Kind, string Path, bool Present)> files) => Document("files", files, static (writer, file) =>
    {
        writer.WriteString("kind", file.Kind);
        writer.WriteString("path", file.Path);
        writer.WriteBoolean("present", file.Present);
    });

    /// <summary>Files that were looked at, with what is wrong with each.</summary>
    public static string Verdicts(IEnumerable<(string Path, IReadOnlyList<string> Errors)> files) => Document("files", files, static (writer, file) =>
    {
        writer.WriteString("path", file.Path);
        writer.WriteBoolean("valid", file.Errors.Count == 0);
        Strings(writer, "errors", file.Errors);
    });

    private static string Document<T>(string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion", SchemaVersion);
            writer.WriteStartArray(name);
            foreach (T item in items)
            {
                writer.WriteStartObject();
                write(writer, item);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Value(Utf8JsonWriter writer, Setting setting, string[] words)
    {
        if (setting.Kind == SettingKind.List)
        {
            writer.WriteStartArray();
            foreach (string word in words)
            {
                writer.WriteStringValue(word);
            }

            writer.WriteEndArray();
        }
        else if (words.Length == 0)
        {
            writer.WriteNullValue();
        }
        else if (setting.Kind == SettingKind.Switch)
        {
            writer.WriteBooleanValue(words[0] == "true");
        }
        else
        {
            writer.WriteStringValue(words[0]);
        }
    }

    private static void Strings(Utf8JsonWriter writer, string name, IEnumerable<string> strings)
    {
        writer.WriteStartArray(name);
        foreach (string text in strings)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
