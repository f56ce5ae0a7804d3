using System.Security.Cryptography;
using System.Text;
using Sandbox.Core.Secrets;

namespace Sandbox.Egress.Http;

/// <summary>The check of "Proxy-Authorization: Basic base64(user:token)".</summary>
public static class ProxyToken
{
    private const int Longest = 1024;

    /// <summary>Whether a field carries the token; the comparison takes a time that tells nothing of its contents.</summary>
    /// <param name="field">The field's value, or null.</param>
    /// <param name="token">What must follow the first colon.</param>
    public static bool Matches(string? field, Secret token)
    {
        const string Scheme = "Basic ";
        if (field is null || field.Length > Longest || !field.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        Span<byte> decoded = stackalloc byte[Longest];
        if (!Convert.TryFromBase64String(field[Scheme.Length..].Trim(), decoded, out int count))
        {
            return false;
        }

        int colon = decoded[..count].IndexOf((byte)':');
        return colon >= 0 && CryptographicOperations.FixedTimeEquals(decoded[(colon + 1)..count], token.Reveal());
    }

    /// <summary>The field's value for a user name of ours.</summary>
    public static string Field(Secret token) => "Basic " + Convert.ToBase64String([.. Encoding.ASCII.GetBytes("sandbox:"), .. token.Reveal()]);
}
