using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Sandbox.Core.Network;

/// <summary>
/// The one text of a destination that is matched, resolved, dialled and logged: a name of letters, digits and hyphens in lower case without
/// its closing dot, or an address in its canonical form (IPv6 without brackets). Whatever could be read in two ways is not a host name.
/// </summary>
public sealed class HostName : IEquatable<HostName>
{
    /// <summary>Characters of the longest name, its dots counted (RFC 1035).</summary>
    public const int MaxLength = 253;

    private readonly string _text;

    private HostName(string text, IPAddress? address)
    {
        _text = text;
        Address = address;
    }

    /// <summary>The address that it is, or null for a name.</summary>
    public IPAddress? Address { get; }

    [MemberNotNullWhen(true, nameof(Address))]
    public bool IsAddress => Address is not null;

    /// <summary>Reads a host out of a message, byte by byte.</summary>
    /// <param name="bytes">What was sent, without brackets, port or white space.</param>
    /// <param name="host">The host, or null.</param>
    /// <param name="problem">Why it is none ("holds a NUL byte"); empty when it is one.</param>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out HostName? host, out string problem)
    {
        host = null;
        if (bytes.Contains((byte)':'))
        {
            return AddressText.TryParseV6(bytes, out AddressKey six, out problem) && TryFrom(six, out host, out problem);
        }

        ReadOnlySpan<byte> name = bytes is [.., (byte)'.'] ? bytes[..^1] : bytes;
        if (AddressText.TryParseV4(name, out AddressKey four))
        {
            problem = name.Length == bytes.Length ? string.Empty : "a dot after an address";
            return problem.Length == 0 && TryFrom(four, out host, out problem);
        }

        problem = HostNameSyntax.Problem(name) ?? string.Empty;
        host = problem.Length == 0 ? new HostName(HostNameSyntax.Lower(name), address: null) : null;
        return host is not null;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out HostName, out string)"/>
    public static bool TryParse(string text, [NotNullWhen(true)] out HostName? host, out string problem)
    {
        host = null;
        if (text.Length > MaxLength + 1)
        {
            problem = HostNameSyntax.TooLong;
            return false;
        }

        Span<byte> bytes = stackalloc byte[MaxLength + 1];
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsAscii(text[i]))
            {
                problem = HostNameSyntax.NotAscii;
                return false;
            }

            bytes[i] = (byte)text[i];
        }

        return TryParse(bytes[..text.Length], out host, out problem);
    }

    /// <summary>The host that an address is; refused for the ones that are another address in disguise or belong to one interface only.</summary>
    public static bool TryFrom(IPAddress address, [NotNullWhen(true)] out HostName? host, out string problem)
    {
        host = null;
        problem = "belongs to one interface only";
        return AddressKey.TryFrom(address, out AddressKey key) && TryFrom(key, out host, out problem);
    }

    public bool Equals(HostName? other) => other is not null && string.Equals(_text, other._text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as HostName);

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _text;

    private static bool TryFrom(AddressKey key, [NotNullWhen(true)] out HostName? host, out string problem)
    {
        problem = key.HidesV4 ? "an IPv4 address written as an IPv6 one: write it as a.b.c.d" : string.Empty;
        host = problem.Length == 0 ? new HostName(AddressText.Format(key), key.ToAddress()) : null;
        return host is not null;
    }
}
