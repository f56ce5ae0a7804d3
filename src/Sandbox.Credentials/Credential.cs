using Sandbox.Core.Secrets;

namespace Sandbox.Credentials;

/// <summary>A usable credential for the agent.</summary>
public sealed record Credential
{
    /// <summary>How the agent takes it.</summary>
    public required CredentialKind Kind { get; init; }

    /// <summary>The environment variable that the agent reads it from.</summary>
    public string Variable => Kind.Variable();

    public required Secret Secret { get; init; }

    /// <summary>Where it was found, for people; never the value.</summary>
    public required string Source { get; init; }

    /// <summary>When it stops working; null when unknown (environment variables do not say).</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
