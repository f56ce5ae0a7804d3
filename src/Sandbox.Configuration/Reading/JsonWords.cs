using System.Text;
using System.Text.Json;
using Sandbox.Configuration.Catalogue;

namespace Sandbox.Configuration.Reading;

/// <summary>Tokens of JSON as words of settings, and in words for people.</summary>
internal static class JsonWords
{
    /// <summary>The word of a value's only token, or null when it is of another kind.</summary>
    public static string? Word(ref Utf8JsonReader reader, SettingKind kind) => (kind, reader.TokenType) switch
    {
        (SettingKind.Switch, JsonTokenType.True) => "true",
        (SettingKind.Switch, JsonTokenType.False) => "false",
        (SettingKind.Word or SettingKind.List or SettingKind.Amount, JsonTokenType.String) => Text(ref reader),
        (SettingKind.Amount, JsonTokenType.Number) => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => null,
    };

    /// <summary>The text of a string or key, or null when its escapes stand for half a character.</summary>
    public static string? Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static string Wanted(SettingKind kind) => kind switch
    {
        SettingKind.Switch => "true or false",
        SettingKind.Amount => "a number or a text with a unit",
        _ => "a text",
    };

    public static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.Null => "null",
        _ => "something else",
    };

    /// <summary>The parser's complaint without its own positions, which count from zero.</summary>
    public static string Describe(JsonException exception)
    {
        string message = exception.Message;
        int end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string text = (end < 0 ? message : message[..end]).TrimEnd('.');
        return text.Contains("Expected depth to be zero", StringComparison.Ordinal) || text.Contains("Expected end of string", StringComparison.Ordinal)
            ? "the file ends too early: a bracket or quote is not closed"
            : $"not JSON: {char.ToLowerInvariant(text[0])}{text[1..]}";
    }
}
