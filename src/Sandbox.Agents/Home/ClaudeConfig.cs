using System.Text.Json;
using Sandbox.Core.Secrets;

namespace Sandbox.Agents.Home;

/// <summary>
/// The <c>.claude.json</c> inside: enough for the agent to start without its first-run questions. Everything else of the host's file stays
/// outside: MCP servers and their secrets, the account, prompts typed in other projects.
/// </summary>
public static class ClaudeConfig
{
    private const int KeyTail = 20;
    private const int LongestWord = 64;

    /// <summary>UTF-8 JSON. A host file that cannot be understood counts as none: the agent itself would start afresh.</summary>
    public static byte[] Render(ClaudeHomeRequest request)
    {
        using JsonDocument? host = HostJson.ParseObject(request.HostConfig);
        return HostJson.Object(writer =>
        {
            writer.WriteString("theme", Word(host, "theme", ":_-") ?? "dark");
            writer.WriteBoolean("hasCompletedOnboarding", true);
            writer.WriteNumber("numStartups", Count(host, "numStartups"));
            if (Word(host, "lastOnboardingVersion", ".+-") is { } onboarded)
            {
                writer.WriteString("lastOnboardingVersion", onboarded);
            }

            if (request.SkipPermissions)
            {
                writer.WriteBoolean("bypassPermissionsModeAccepted", true);
            }

            if (request.ApiKey is { } key)
            {
                Approve(writer, key);
            }

            writer.WriteStartObject("projects");
            writer.WriteStartObject(request.ProjectDirectory);
            writer.WriteBoolean("hasTrustDialogAccepted", true);
            writer.WriteBoolean("hasCompletedProjectOnboarding", true);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    private static void Approve(Utf8JsonWriter writer, Secret key)
    {
        writer.WriteStartObject("customApiKeyResponses");
        writer.WriteStartArray("approved");
        writer.WriteStringValue(Tail(key));
        writer.WriteEndArray();
        writer.WriteStartArray("rejected");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The agent records an approved key by its last 20 characters.</summary>
    private static string Tail(Secret key)
    {
        string text = key.RevealText().Trim();
        return text[Math.Max(0, text.Length - KeyTail)..];
    }

    /// <summary>A property that is one word of ASCII letters, digits and these marks, else null.</summary>
    private static string? Word(JsonDocument? host, string name, string marks) =>
        Property(host, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 and <= LongestWord } text &&
        text.All(c => char.IsAsciiLetterOrDigit(c) || marks.Contains(c, StringComparison.Ordinal))
            ? text
            : null;

    private static int Count(JsonDocument? host, string name) =>
        Property(host, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out int count) && count > 0 ? count : 1;

    private static JsonElement? Property(JsonDocument? host, string name) =>
        host is not null && host.RootElement.TryGetProperty(name, out JsonElement value) ? value : null;
}
