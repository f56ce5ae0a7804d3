namespace Sandbox.Core.Policy;

/// <summary>How the agent's credential reaches the sandbox.</summary>
public enum CredentialMode
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>As an environment variable of the payload (never of a host process, never in argv).</summary>
    Environment,

    /// <summary>As a 0600 file on the private home that holds the access token and no refresh token.</summary>
    File,
}
