namespace Sandbox.Core.Network;

/// <summary>
/// Where a name may not lead unless a rule names the place: the machine itself, its neighbours, and the services that hand out a cloud
/// machine's credentials. After the special-purpose registries of IANA (RFC 6890 and its successors) and the clouds' own documents.
/// </summary>
internal static class ReservedAddresses
{
    private const string Metadata = "a cloud's metadata address";
    private const string Private = "a private address";
    private const string Documentation = "an address for documentation";
    private const string Protocol = "an address of the protocol's own";

    // The narrowest that holds an address is the one that counts, so the single addresses come first.
    private static readonly ReservedBlock[] V4 =
    [
        Block("169.254.169.254/32", Metadata),
        Block("100.100.100.200/32", Metadata),
        Block("168.63.129.16/32", Metadata),
        Block("192.0.0.192/32", Metadata),
        Block("0.0.0.0/8", "this machine without a name", never: true),
        Block("10.0.0.0/8", Private),
        Block("100.64.0.0/10", "an address of a provider's inner network"),
        Block("127.0.0.0/8", "this machine itself"),
        Block("169.254.0.0/16", "a link-local address"),
        Block("172.16.0.0/12", Private),
        Block("192.0.0.0/24", Protocol),
        Block("192.0.2.0/24", Documentation),
        Block("192.88.99.0/24", Protocol),
        Block("192.168.0.0/16", Private),
        Block("198.18.0.0/15", "an address that stands for a name inside the sandbox"),
        Block("198.51.100.0/24", Documentation),
        Block("203.0.113.0/24", Documentation),
        Block("224.0.0.0/4", "a multicast address", never: true),
        Block("240.0.0.0/4", "no address of a machine", never: true),
    ];

    private static readonly ReservedBlock[] V6 =
    [
        Block("fd00:ec2::254/128", Metadata),
        Block("fd20:ce::254/128", Metadata),
        Block("::/128", "this machine without a name", never: true),
        Block("::1/128", "this machine itself"),
        Block("64:ff9b:1::/48", Private),
        Block("2001:db8::/32", Documentation),
        Block("2001::/23", Protocol),
        Block("2002::/16", Protocol),
        Block("3fff::/20", Documentation),
        Block("fc00::/7", Private),
        Block("fe80::/10", "a link-local address"),
        Block("fec0::/10", "a site-local address"),
        Block("ff00::/8", "a multicast address", never: true),
    ];

    private static readonly AddressKey GlobalUnicast = Block("2000::/3", Protocol).Network;

    /// <summary>The narrowest reserved block that holds the address, or null for a public one.</summary>
    public static ReservedBlock? Find(AddressKey address)
    {
        if (address.Translated is { } destination)
        {
            return Find(destination) is { } hidden ? new ReservedBlock(address, address.Width, hidden.Name, hidden.Never) : null;
        }

        // Only 2000::/3 is given out: what lies outside and is not listed is nobody's yet.
        return Array.Find(address.IsV6 ? V6 : V4, b => address.IsIn(b.Network, b.Prefix))
            ?? (!address.IsV6 || address.IsIn(GlobalUnicast, 3) ? null : new ReservedBlock(address, address.Width, Protocol));
    }

    private static ReservedBlock Block(string text, string name, bool never = false)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        byte[] address = System.Text.Encoding.ASCII.GetBytes(text[..slash]);
        if (!AddressText.TryParseV4(address, out AddressKey key) && !AddressText.TryParseV6(address, out key, out string problem))
        {
            throw new InvalidOperationException($"{text}: {problem}");
        }

        return new ReservedBlock(key, int.Parse(text[(slash + 1)..], System.Globalization.CultureInfo.InvariantCulture), name, never);
    }
}
