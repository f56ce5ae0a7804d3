using System.Security.Cryptography;
using Sandbox.Core.Secrets;

namespace Sandbox.Egress.Proxy;

/// <summary>The password of one sandbox's explicit proxy.</summary>
public sealed class ProxyToken
{
    private readonly Secret _secret;

    public ProxyToken(Secret secret)
    {
        _secret = secret;
    }

    /// <summary>Compares in a time that depends on the length only.</summary>
    public bool Matches(ReadOnlySpan<byte> password) => CryptographicOperations.FixedTimeEquals(password, _secret.Reveal());
}
