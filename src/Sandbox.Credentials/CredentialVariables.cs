namespace Sandbox.Credentials;

/// <summary>The environment variables that carry each <see cref="CredentialKind"/>.</summary>
public static class CredentialVariables
{
    /// <summary>In the order of preference.</summary>
    public static IReadOnlyList<CredentialKind> Order { get; } =
        [CredentialKind.OAuthToken, CredentialKind.ApiKey, CredentialKind.AuthToken];

    public static string Variable(this CredentialKind kind) => kind switch
    {
        CredentialKind.OAuthToken => "CLAUDE_CODE_OAUTH_TOKEN",
        CredentialKind.ApiKey => "ANTHROPIC_API_KEY",
        CredentialKind.AuthToken => "ANTHROPIC_AUTH_TOKEN",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
