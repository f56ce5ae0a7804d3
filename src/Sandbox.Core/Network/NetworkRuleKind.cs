namespace Sandbox.Core.Network;

/// <summary>What a rule names.</summary>
public enum NetworkRuleKind
{
    /// <summary>One name: <c>example.com</c>.</summary>
    Name,

    /// <summary>The names below one, at any depth, without it: <c>*.example.com</c>.</summary>
    SubDomains,

    /// <summary>One address or a range of them: <c>10.0.0.5</c>, <c>[fd00::1]</c>, <c>10.0.0.0/8</c>.</summary>
    Addresses,

    /// <summary>Every name and every public address: <c>any</c>.</summary>
    Any,
}
