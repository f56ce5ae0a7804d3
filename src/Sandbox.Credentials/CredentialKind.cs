namespace Sandbox.Credentials;

/// <summary>The forms of credential that the agent accepts.</summary>
public enum CredentialKind
{
    /// <summary>An access token of a subscription login, sent as a bearer token.</summary>
    OAuthToken,

    /// <summary>A key of the API console, sent as <c>x-api-key</c>.</summary>
    ApiKey,

    /// <summary>A gateway's token, sent as a bearer token.</summary>
    AuthToken,
}
