using System.Text.Json.Nodes;

namespace Sandbox.Agents.Home;

/// <summary>
/// The <c>~/.claude/settings.json</c> inside: the user's own, without what carries or fetches credentials, and with the consent that
/// <c>--dangerously-skip-permissions</c> would otherwise ask for (the agent stores it there, and the file is read-only inside).
/// </summary>
public sealed record ClaudeSettings
{
    // Commands whose output is a credential: they read places that a sandbox does not show.
    private static readonly string[] Helpers =
        ["apiKeyHelper", "awsAuthRefresh", "awsCredentialExport", "gcpAuthRefresh", "otelHeadersHelper", "proxyAuthHelper"];

    private static readonly string[] SecretWords = ["KEY", "APIKEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIALS", "HEADERS"];

    private ClaudeSettings()
    {
    }

    /// <summary>UTF-8 JSON.</summary>
    public required byte[] Json { get; init; }

    /// <summary>Settings of the host that were left out, by JSON path, to be told to the user.</summary>
    public required IReadOnlyList<string> Removed { get; init; }

    /// <summary>A host file that cannot be understood counts as none and is named in <see cref="Removed"/> as "$".</summary>
    public static ClaudeSettings Render(ClaudeHomeRequest request)
    {
        JsonObject? host = HostJson.ParseObject(request.HostSettings);
        List<string> removed = host is null && request.HostSettings is { Length: > 0 } ? ["$"] : [];
        JsonObject settings = host ?? [];
        removed.AddRange(Helpers.Where(settings.Remove));
        if (settings["env"] is JsonObject environment)
        {
            // Made anew: removing one after another takes time by the square of their number.
            removed.AddRange(environment.Select(v => v.Key).Where(IsSecret).Select(n => $"env.{n}"));
            settings["env"] = new JsonObject(environment.Where(v => !IsSecret(v.Key)).Select(v => KeyValuePair.Create(v.Key, v.Value?.DeepClone())));
        }

        if (request.SkipPermissions)
        {
            settings["skipDangerousModePermissionPrompt"] = true;
        }

        return new ClaudeSettings { Json = HostJson.Bytes(settings), Removed = removed };
    }

    private static bool IsSecret(string name) =>
        name.Split('_').Any(word => SecretWords.Contains(word, StringComparer.OrdinalIgnoreCase));
}
