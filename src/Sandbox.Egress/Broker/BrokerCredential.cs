using Sandbox.Core.Secrets;

namespace Sandbox.Egress.Broker;

/// <summary>A real credential, for the one request that it is read for.</summary>
/// <param name="Secret">Visible ASCII; anything else is refused before it could become a header.</param>
/// <param name="Scheme">How it is presented; GitHub's tokens are <see cref="CredentialScheme.Bearer"/>.</param>
public sealed record BrokerCredential(Secret Secret, CredentialScheme Scheme)
{
    private const int Longest = 16 * 1024;

    /// <summary>Fit for one header line: a line break would smuggle a second one.</summary>
    internal bool Usable => Secret.Reveal() is { Length: > 0 and <= Longest } bytes && !bytes.ContainsAnyExceptInRange((byte)0x21, (byte)0x7e);
}
