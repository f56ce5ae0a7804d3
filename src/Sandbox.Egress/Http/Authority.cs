using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Sandbox.Core.Network;

namespace Sandbox.Egress.Http;

/// <summary>"host[:port]" of a request target or a Host field.</summary>
internal static class Authority
{
    /// <param name="text">As it was sent.</param>
    /// <param name="defaultPort">Null when a port must be named.</param>
    /// <param name="host">In its canonical form.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="problem">Why it is none.</param>
    public static bool TryParse(string text, int? defaultPort, [NotNullWhen(true)] out HostName? host, out int port, [NotNullWhen(false)] out HttpProblem? problem)
    {
        host = null;
        port = defaultPort ?? 0;
        problem = HttpProblem.Bad("a host that is not host[:port]");
        if (!TrySplit(text, out string name, out string? number, out bool brackets)
            || (number is null ? defaultPort is null : !TryPort(number, out port)))
        {
            return false;
        }

        if (!HostName.TryParse(name, out host, out string why))
        {
            problem = HttpProblem.Bad($"a host that is none: {why}");
            return false;
        }

        // IPv6 stands in brackets and nothing else does.
        bool six = host.Address is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 };
        problem = six == brackets ? null : problem;
        host = six == brackets ? host : null;
        return host is not null;
    }

    /// <summary>The text of a Host field.</summary>
    public static string Format(HostName host, int port)
    {
        string name = Bracketed(host);
        return port == 80 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{port}");
    }

    /// <summary>host:port for people and flags.</summary>
    public static string Full(HostName host, int port) => string.Create(CultureInfo.InvariantCulture, $"{Bracketed(host)}:{port}");

    private static string Bracketed(HostName host) =>
        host.Address is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } ? $"[{host}]" : host.ToString();

    private static bool TrySplit(string text, out string name, out string? number, out bool brackets)
    {
        brackets = text is ['[', ..];
        int end = brackets ? text.IndexOf(']', StringComparison.Ordinal) : text.IndexOf(':', StringComparison.Ordinal);
        if (!brackets)
        {
            name = end < 0 ? text : text[..end];
            number = end < 0 ? null : text[(end + 1)..];
            return true;
        }

        name = end < 0 ? string.Empty : text[1..end];
        string rest = end < 0 ? string.Empty : text[(end + 1)..];
        number = rest is [':', ..] ? rest[1..] : null;
        return end > 0 && rest is [] or [':', ..];
    }

    private static bool TryPort(string text, out int port)
    {
        port = 0;
        return text.Length is > 0 and <= 5 && text[0] != '0' && text.All(char.IsAsciiDigit)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= ushort.MaxValue;
    }
}
