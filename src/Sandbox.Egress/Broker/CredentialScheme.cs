namespace Sandbox.Egress.Broker;

/// <summary>How a credential is presented to the Messages API.</summary>
public enum CredentialScheme
{
    /// <summary>A key of the API console: <c>x-api-key</c>.</summary>
    ApiKey,

    /// <summary>A login's access token or a gateway's token: <c>Authorization: Bearer</c>.</summary>
    Bearer,
}
