using System.Net;

namespace Sandbox.Core.Network;

/// <summary>One entry of a list, read. See <see cref="NetworkRules"/> for the grammar.</summary>
public sealed record NetworkRule
{
    /// <summary>As it was written.</summary>
    public required string Text { get; init; }

    public required NetworkRuleKind Kind { get; init; }

    /// <summary>The preset it came with, or null for an entry of the user's.</summary>
    public string? Preset { get; init; }

    /// <summary>The name of <see cref="NetworkRuleKind.Name"/>, or the one that <see cref="NetworkRuleKind.SubDomains"/> are below.</summary>
    public HostName? Name { get; init; }

    /// <summary>The range of <see cref="NetworkRuleKind.Addresses"/>; a single address has its full length as prefix.</summary>
    public IPNetwork? Network { get; init; }

    /// <summary>1 to 65535; null for every port.</summary>
    public IReadOnlyList<int>? Ports { get; init; }

    public override string ToString() => Text;
}
