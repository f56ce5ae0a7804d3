using System.Text.Json.Nodes;
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
        JsonObject host = HostJson.ParseObject(request.HostConfig) ?? [];
        JsonObject result = new()
        {
            ["theme"] = Word(host, "theme", ":_-") ?? "dark",
            ["hasCompletedOnboarding"] = true,
            ["numStartups"] = Count(host["numStartups"]),
        };

        if (Word(host, "lastOnboardingVersion", ".+-") is { } onboarded)
        {
            result["lastOnboardingVersion"] = onboarded;
        }

        if (request.SkipPermissions)
        {
            result["bypassPermissionsModeAccepted"] = true;
        }

        if (request.ApiKey is { } key)
        {
            result["customApiKeyResponses"] = new JsonObject { ["approved"] = new JsonArray(Tail(key)), ["rejected"] = new JsonArray() };
        }

        result["projects"] = new JsonObject
        {
            [request.ProjectDirectory] = new JsonObject { ["hasTrustDialogAccepted"] = true, ["hasCompletedProjectOnboarding"] = true },
        };
        return HostJson.Bytes(result);
    }

    /// <summary>The agent records an approved key by its last 20 characters.</summary>
    private static string Tail(Secret key)
    {
        string text = key.RevealText().Trim();
        return text[Math.Max(0, text.Length - KeyTail)..];
    }

    /// <summary>A property that is one word of ASCII letters, digits and these marks, else null.</summary>
    private static string? Word(JsonObject host, string name, string marks) =>
        host[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length is > 0 and <= LongestWord &&
        text.All(c => char.IsAsciiLetterOrDigit(c) || marks.Contains(c, StringComparison.Ordinal))
            ? text
            : null;

    private static int Count(JsonNode? node) => node is JsonValue value && value.TryGetValue(out int count) && count > 0 ? count : 1;
}
