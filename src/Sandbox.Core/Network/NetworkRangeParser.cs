using System.Globalization;
using System.Net;

namespace Sandbox.Core.Network;

/// <summary>Reads <c>10.0.0.0/8</c>, and what stands in brackets: <c>::1</c>, <c>fd00::/8</c>.</summary>
internal static class NetworkRangeParser
{
    // Wider than any block that somebody owns: such a rule means "any".
    private const int WidestV4 = 8;
    private const int WidestV6 = 7;

    public static NetworkRule? Read(string text, bool bracketed, bool allow, out string problem)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string address = slash < 0 ? text : text[..slash];
        if (!HostName.TryParse(address, out HostName? host, out problem) || host.Address is null || !AddressKey.TryFrom(host.Address, out AddressKey key))
        {
            problem = $"not an address: {(problem.Length > 0 ? problem : "a / stands in ranges only, as in 10.0.0.0/8, and a host has no path")}";
            return null;
        }

        if (key.IsV6 != bracketed)
        {
            problem = bracketed ? "brackets are for IPv6: write it without" : $"an IPv6 range stands in brackets: [{text}]";
            return null;
        }

        int prefix = slash < 0 ? key.Width : Prefix(text[(slash + 1)..]);
        problem = Problem(key, prefix, allow);
        return problem.Length > 0
            ? null
            : new NetworkRule { Text = text, Kind = NetworkRuleKind.Addresses, Network = new IPNetwork(key.ToAddress(), prefix) };
    }

    private static int Prefix(string digits) =>
        digits.Length is > 0 and <= 3 && digits.All(char.IsAsciiDigit) && (digits.Length == 1 || digits[0] != '0')
            ? int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture)
            : -1;

    private static string Problem(AddressKey key, int prefix, bool allow)
    {
        if (prefix < 0 || prefix > key.Width)
        {
            return $"the part after / is a number of bits from 0 to {key.Width}";
        }

        if (key.Masked(prefix) != key)
        {
            return $"the range begins at {AddressText.Format(key.Masked(prefix))}/{prefix}: write that, or the address without /{prefix}";
        }

        bool wide = allow && prefix < (key.IsV6 ? WidestV6 : WidestV4);
        return wide ? $"too wide for a range: write '{NetworkRuleParser.AnyKeyword}' for every public address" : string.Empty;
    }
}
