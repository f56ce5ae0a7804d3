using System.Text.Json;

namespace Sandbox.Agents.Home;

/// <summary>
/// What a project's own settings say about where the agent and its credential go (CR-13). They are obeyed inside, where neither leads
/// anywhere by itself; the user hears of them, because nobody who clones a project expects them.
/// </summary>
public static class ProjectSettings
{
    private static readonly string[] Commands = ["apiKeyHelper", "awsAuthRefresh", "awsCredentialExport", "gcpAuthRefresh", "otelHeadersHelper", "proxyAuthHelper"];

    private static readonly string[] Variables =
    [
        "ALL_PROXY", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "ANTHROPIC_BEDROCK_BASE_URL", "ANTHROPIC_CUSTOM_HEADERS", "ANTHROPIC_FOUNDRY_BASE_URL",
        "ANTHROPIC_VERTEX_BASE_URL", "CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_FOUNDRY", "CLAUDE_CODE_USE_VERTEX", "HTTPS_PROXY", "HTTP_PROXY",
        "NODE_EXTRA_CA_CERTS", "NODE_TLS_REJECT_UNAUTHORIZED", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_HEADERS", "all_proxy", "http_proxy", "https_proxy",
    ];

    /// <summary>Relative to the project.</summary>
    public static IReadOnlyList<string> Files { get; } = [".claude/settings.json", ".claude/settings.local.json"];

    /// <summary>Which of the settings that lead elsewhere are there, by JSON path; only names of ours, never values.</summary>
    /// <param name="json">The file's bytes; what cannot be understood has none, as for the agent.</param>
    public static IReadOnlyList<string> Redirections(byte[]? json)
    {
        using JsonDocument? settings = HostJson.ParseObject(json);
        if (settings is null)
        {
            return [];
        }

        List<string> found = [.. Commands.Where(c => settings.RootElement.TryGetProperty(c, out _))];
        if (settings.RootElement.TryGetProperty("env", out JsonElement variables) && variables.ValueKind == JsonValueKind.Object)
        {
            found.AddRange(Variables.Where(v => variables.TryGetProperty(v, out _)).Select(static v => $"env.{v}"));
        }

        return found;
    }
}
