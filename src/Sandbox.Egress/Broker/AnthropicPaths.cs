namespace Sandbox.Egress.Broker;

/// <summary>
/// What of the Messages API's host the credential is lent for: what the agent asks in a session. Not passed on: everything that mints
/// another credential (<c>/api/oauth/claude_cli/create_api_key</c>, <c>/v1/oauth/token</c>), reaches other sessions and environments
/// of the account, or administers it.
/// </summary>
internal static class AnthropicPaths
{
    private static readonly string[] Read = ["GET", "HEAD"];

    private static readonly string[] Write = ["POST"];

    private static readonly string[] All = ["GET", "HEAD", "POST", "DELETE"];

    /// <summary>docs/credential-broker.md lists the same; a test holds the two together.</summary>
    public static IReadOnlyList<(string Prefix, string[] Methods)> Table { get; } =
    [
        ("/v1/messages", All), // with count_tokens and batches
        ("/v1/files", All),
        ("/v1/complete", Write),
        ("/v1/models", Read),
        ("/v1/skills", Read),
        ("/v1/mcp_servers", Read),
        ("/api/hello", Read),
        ("/api/claude_cli", Read),
        ("/api/claude_cli_profile", Read),
        ("/api/claude_cli_feedback", Write),
        ("/api/claude_code/metrics", Write),
        ("/api/claude_code", Read), // settings, policy limits
        ("/api/claude_code_grove", Read),
        ("/api/claude_code_penguin_mode", Read),
        ("/api/eval", Write),
        ("/api/event_logging", Write),
        ("/api/model_selector", Read),
        ("/api/oauth/account/settings", Read),
        ("/api/oauth/claude_cli/roles", Read),
        ("/api/oauth/profile", Read),
        ("/api/oauth/usage", Read),
        ("/api/oauth/validate", Read),
        ("/api/web/domain_info", Read),
    ];

    /// <param name="method">As sent.</param>
    /// <param name="path">Checked by <see cref="SafePath"/>; whole segments are compared.</param>
    public static bool Allow(string method, string path) => Table.Any(t =>
        path.StartsWith(t.Prefix, StringComparison.Ordinal) && (path.Length == t.Prefix.Length || path[t.Prefix.Length] == '/')
        && t.Methods.Contains(method, StringComparer.Ordinal));
}
