using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Sandbox.Core.Planning;

namespace Sandbox.Core.Network;

/// <summary>Reads one entry. What could mean two things, or much more than it seems to, is refused with what to write instead.</summary>
public static class NetworkRuleParser
{
    public const string AnyKeyword = "any";

    // The longest name, its wildcard, a bracket pair, a prefix length and a port fit well.
    private const int MaxLength = 300;
    private const int MaxPort = 65535;

    private static readonly int[] WebPorts = [443, 80];

    /// <param name="text">The entry.</param>
    /// <param name="allow">Whether it opens something: then it may not be wider than it looks, and its default ports are those of the web.</param>
    /// <param name="rule">The entry read, or null.</param>
    /// <param name="problem">What is wrong and what to write instead; empty when it was read.</param>
    public static bool TryParse(string text, bool allow, [NotNullWhen(true)] out NetworkRule? rule, out string problem)
    {
        rule = null;
        if (TextProblem(text) is { } wrong)
        {
            problem = wrong;
            return false;
        }

        if (!TrySplit(text, out string host, out string? port, out problem) || !TryPorts(port, allow, out int[]? ports, out problem))
        {
            return false;
        }

        NetworkRule? read = Read(host, text.StartsWith('['), allow, out problem);
        rule = read is null ? null : read with { Text = text, Ports = ports };
        return rule is not null;
    }

    private static string? TextProblem(string text)
    {
        if (text.Length == 0)
        {
            return "empty: name a host";
        }

        if (text.Length > MaxLength)
        {
            return "too long for a host and a port";
        }

        if (text.Any(char.IsWhiteSpace))
        {
            return "white space in it: write the host alone";
        }

        return text.Contains("://", StringComparison.Ordinal) ? "an address of a page: write the host alone, or host:port" : null;
    }

    private static bool TrySplit(string text, out string host, out string? port, out string problem)
    {
        host = text;
        port = null;
        problem = string.Empty;
        if (text[0] == '[')
        {
            int end = text.IndexOf(']', StringComparison.Ordinal);
            string rest = end < 0 ? string.Empty : text[(end + 1)..];
            problem = end < 0 || (rest.Length > 0 && rest[0] != ':') ? "brackets hold an IPv6 address or range, and at most :PORT follows" : string.Empty;
            host = end < 0 ? string.Empty : text[1..end];
            port = rest.Length > 0 ? rest[1..] : null;
            return problem.Length == 0;
        }

        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            host = text[..colon];
            port = text[(colon + 1)..];
            problem = port.Contains(':', StringComparison.Ordinal) ? $"an IPv6 address stands in brackets: [{text}] or [ADDRESS]:PORT" : string.Empty;
        }

        return problem.Length == 0;
    }

    private static bool TryPorts(string? port, bool allow, out int[]? ports, out string problem)
    {
        ports = port is null && allow ? WebPorts : null;
        problem = string.Empty;
        if (port is null or "*")
        {
            return true;
        }

        bool good = port.Length is > 0 and <= 5 && port.All(char.IsAsciiDigit) && port[0] != '0';
        int number = good ? int.Parse(port, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        ports = [number];
        problem = number is >= 1 and <= MaxPort ? string.Empty : $"port '{PrintableText.Escape(port)}' is not a number from 1 to {MaxPort}, nor * for every port";
        return problem.Length == 0;
    }

    private static NetworkRule? Read(string host, bool bracketed, bool allow, out string problem)
    {
        problem = string.Empty;
        if (bracketed || host.Contains('/', StringComparison.Ordinal))
        {
            return NetworkRangeParser.Read(host, bracketed, allow, out problem);
        }

        if (string.Equals(host, AnyKeyword, StringComparison.Ordinal))
        {
            return new NetworkRule { Text = host, Kind = NetworkRuleKind.Any };
        }

        bool wildcard = host.StartsWith("*.", StringComparison.Ordinal);
        string name = wildcard ? host[2..] : host;
        if (name.Contains('*', StringComparison.Ordinal))
        {
            problem = string.Equals(name, "*", StringComparison.Ordinal)
                ? $"write '{AnyKeyword}' for every host, or name the hosts"
                : "a * stands for whole sub-domains only, in front: *.example.com";
            return null;
        }

        if (!HostName.TryParse(name, out HostName? parsed, out string why))
        {
            problem = $"not a host name: {why}";
            return null;
        }

        return wildcard ? SubDomains(parsed, allow, out problem) : One(parsed);
    }

    private static NetworkRule One(HostName host) => host.IsAddress
        ? new NetworkRule { Text = host.ToString(), Kind = NetworkRuleKind.Addresses, Network = new IPNetwork(host.Address, 32) }
        : new NetworkRule { Text = host.ToString(), Kind = NetworkRuleKind.Name, Name = host };

    private static NetworkRule? SubDomains(HostName below, bool allow, out string problem)
    {
        problem = below.IsAddress ? "an address has no sub-domains: write a range such as 192.0.2.0/24" : string.Empty;
        if (problem.Length == 0 && allow && PublicSuffixes.Is(below))
        {
            problem = $"anybody can register a name below {below}: name the hosts, or write '{AnyKeyword}' for every host";
        }

        return problem.Length > 0 ? null : new NetworkRule { Text = below.ToString(), Kind = NetworkRuleKind.SubDomains, Name = below };
    }
}
