using System.Text.Json;

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

    private const string Consent = "skipDangerousModePermissionPrompt";
    private const string Variables = "env";

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
        using JsonDocument? host = HostJson.ParseObject(request.HostSettings);
        List<string> removed = host is null && request.HostSettings is { Length: > 0 } ? ["$"] : [];
        if (host is not null)
        {
            removed.AddRange(Helpers.Where(h => host.RootElement.TryGetProperty(h, out _)));
        }

        byte[] json = HostJson.Object(writer =>
        {
            bool consented = false;
            if (host is not null)
            {
                foreach (JsonProperty setting in host.RootElement.EnumerateObject())
                {
                    consented |= Write(writer, setting, request.SkipPermissions, removed);
                }
            }

            if (request.SkipPermissions && !consented)
            {
                writer.WriteBoolean(Consent, true);
            }
        });
        return new ClaudeSettings { Json = json, Removed = removed };
    }

    /// <summary>Whether it was the consent, which is written as given whatever the host's file says.</summary>
    private static bool Write(Utf8JsonWriter writer, JsonProperty setting, bool skipPermissions, List<string> removed)
    {
        if (skipPermissions && string.Equals(setting.Name, Consent, StringComparison.Ordinal))
        {
            writer.WriteBoolean(Consent, true);
            return true;
        }

        if (Helpers.Contains(setting.Name, StringComparer.Ordinal))
        {
            return false;
        }

        if (setting.Value.ValueKind == JsonValueKind.Object && string.Equals(setting.Name, Variables, StringComparison.Ordinal))
        {
            WriteVariables(writer, setting.Value, removed);
        }
        else
        {
            setting.WriteTo(writer);
        }

        return false;
    }

    private static void WriteVariables(Utf8JsonWriter writer, JsonElement variables, List<string> removed)
    {
        writer.WriteStartObject(Variables);
        foreach (JsonProperty variable in variables.EnumerateObject())
        {
            if (IsSecret(variable.Name))
            {
                removed.Add($"{Variables}.{variable.Name}");
            }
            else
            {
                variable.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static bool IsSecret(string name) =>
        name.Split('_').Any(word => SecretWords.Contains(word, StringComparer.OrdinalIgnoreCase));
}
