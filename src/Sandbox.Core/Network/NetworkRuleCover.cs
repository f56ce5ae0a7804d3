namespace Sandbox.Core.Network;

/// <summary>
/// Whether rules that are there already let through whatever another one would. In doubt it says no: of addresses only the same range counts,
/// because a narrower one may open what the wider one does not (a metadata address, a block of reserved ones).
/// </summary>
public static class NetworkRuleCover
{
    /// <summary>Whether <paramref name="allow"/>, together, permit everything that <paramref name="rule"/> permits.</summary>
    public static bool Covers(IReadOnlyList<NetworkRule> allow, NetworkRule rule)
    {
        NetworkRule[] hosts = [.. allow.Where(a => CoversHost(a, rule))];
        return hosts.Any(static h => h.Ports is null) || (rule.Ports is { } ports && ports.All(p => hosts.Any(h => h.Ports!.Contains(p))));
    }

    private static bool CoversHost(NetworkRule wide, NetworkRule narrow) => (wide.Kind, narrow.Kind) switch
    {
        (NetworkRuleKind.Any, not NetworkRuleKind.Addresses) => true,
        (NetworkRuleKind.Name, NetworkRuleKind.Name) => Same(wide, narrow),
        (NetworkRuleKind.SubDomains, NetworkRuleKind.Name) => IsBelow(narrow, wide),
        (NetworkRuleKind.SubDomains, NetworkRuleKind.SubDomains) => Same(wide, narrow) || IsBelow(narrow, wide),
        (NetworkRuleKind.Addresses, NetworkRuleKind.Addresses) => wide.Network.Equals(narrow.Network),
        _ => false,
    };

    private static bool Same(NetworkRule one, NetworkRule other) => string.Equals(one.Name!.ToString(), other.Name!.ToString(), StringComparison.Ordinal);

    private static bool IsBelow(NetworkRule rule, NetworkRule above) => rule.Name!.ToString().EndsWith("." + above.Name, StringComparison.Ordinal);
}
