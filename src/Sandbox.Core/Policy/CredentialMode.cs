namespace Sandbox.Core.Policy;

/// <summary>How the agent's credential reaches the sandbox.</summary>
public enum CredentialMode
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>It stays outside: the payload holds a stand-in that the launcher exchanges on the way to the agent's API.</summary>
    Broker,

    /// <summary>As an environment variable of the payload (never of a host process, never in argv).</summary>
    Environment,

    /// <summary>As a 0600 file on the private home that holds the access token and no refresh token.</summary>
    File,
}
