namespace Sandbox.Core.Network;

/// <summary>One list of rules, made for looking up: the cost does not grow with the number of rules.</summary>
internal sealed class RuleTable
{
    private readonly Dictionary<string, PortTable> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PortTable> _below = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Prefix, AddressKey Network), PortTable> _ranges = [];
    private readonly SortedSet<int> _prefixesV4 = [];
    private readonly SortedSet<int> _prefixesV6 = [];
    private readonly PortTable _any = new();

    public RuleTable(IEnumerable<NetworkRule> rules)
    {
        foreach (NetworkRule rule in rules)
        {
            Table(rule).Add(rule);
        }
    }

    /// <summary>What the rule for every host says of a port.</summary>
    public NetworkRule? FindAny(int port) => _any.Find(port);

    /// <summary>The tables whose rules name this name, the most exact first; not the one for every host.</summary>
    public IEnumerable<PortTable> OfName(HostName name)
    {
        string text = name.ToString();
        if (_names.TryGetValue(text, out PortTable? exact))
        {
            yield return exact;
        }

        for (int dot = text.IndexOf('.', StringComparison.Ordinal); dot >= 0 && _below.Count > 0; dot = text.IndexOf('.', dot + 1))
        {
            if (_below.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text.AsSpan(dot + 1), out PortTable? above))
            {
                yield return above;
            }
        }
    }

    /// <summary>The ranges that hold this address and have at least so many leading bits, the narrowest first.</summary>
    public IEnumerable<PortTable> OfAddress(AddressKey address, int atLeast = 0)
    {
        foreach (int prefix in (address.IsV6 ? _prefixesV6 : _prefixesV4).Reverse().TakeWhile(p => p >= atLeast))
        {
            if (_ranges.TryGetValue((prefix, address.Masked(prefix)), out PortTable? range))
            {
                yield return range;
            }
        }
    }

    /// <summary>Whatever names the host, the rule for every host last.</summary>
    public IEnumerable<PortTable> Of(HostName host) => host.IsAddress && AddressKey.TryFrom(host.Address, out AddressKey key)
        ? OfAddress(key).Append(_any)
        : OfName(host).Append(_any);

    private PortTable Table(NetworkRule rule) => rule switch
    {
        { Kind: NetworkRuleKind.Name, Name: { } name } => Of(_names, name.ToString()),
        { Kind: NetworkRuleKind.SubDomains, Name: { } name } => Of(_below, name.ToString()),
        { Network: { } network } when AddressKey.TryFrom(network.BaseAddress, out AddressKey key) => OfRange(network.PrefixLength, key),
        _ => _any,
    };

    private PortTable OfRange(int prefix, AddressKey network)
    {
        (network.IsV6 ? _prefixesV6 : _prefixesV4).Add(prefix);
        return Of(_ranges, (prefix, network));
    }

    private static PortTable Of<TKey>(Dictionary<TKey, PortTable> tables, TKey key)
        where TKey : notnull
    {
        if (!tables.TryGetValue(key, out PortTable? table))
        {
            table = new PortTable();
            tables.Add(key, table);
        }

        return table;
    }
}
