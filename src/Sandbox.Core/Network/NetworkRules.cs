using System.Net;
using Sandbox.Core.Planning;

namespace Sandbox.Core.Network;

/// <summary>
/// What the sandbox may connect to. Immutable; every question is answered by tables whose cost does not grow with the number of rules.
/// <list type="bullet">
/// <item><c>example.com</c>: this name alone, ports 443 and 80 when it allows, every port when it denies.</item>
/// <item><c>example.com:22</c>: one port; <c>example.com:*</c>: every port.</item>
/// <item><c>*.example.com</c>: the names below, at any depth, never example.com itself. Below a domain under which anybody can register
/// (<c>*.com</c>, <c>*.co.uk</c>) only to deny.</item>
/// <item><c>192.0.2.7</c>, <c>192.0.2.0/24</c>, <c>[2001:db8::1]</c>, <c>[2001:db8::/32]</c>, each with an optional port: addresses. A range
/// opens reserved addresses (private, loopback, link-local, ...) only when it lies wholly within one reserved block; a metadata address
/// only when it is named alone.</item>
/// <item><c>any</c>: every name and every public address; <c>*</c> is refused so that nobody means less than it says.</item>
/// </list>
/// A denial wins over every permission, whatever the order. No rule, no connection.
/// </summary>
public sealed class NetworkRules
{
    private static readonly int[] CommonPorts = [22, 80, 443];

    private readonly RuleTable _allow;
    private readonly RuleTable _deny;

    private NetworkRules(IReadOnlyList<NetworkRule> allow, IReadOnlyList<NetworkRule> deny)
    {
        Allow = allow;
        Deny = deny;
        _allow = new RuleTable(allow);
        _deny = new RuleTable(deny);
        Ports = [.. allow.SelectMany(r => r.Ports ?? []).Concat(CommonPorts).Distinct().Order()];
    }

    /// <summary>Rules that allow nothing.</summary>
    public static NetworkRules Nothing { get; } = new([], []);

    /// <summary>The user's entries first, then those of presets.</summary>
    public IReadOnlyList<NetworkRule> Allow { get; }

    public IReadOnlyList<NetworkRule> Deny { get; }

    /// <summary>Every port that some rule allows by number, and 22, 80 and 443; ascending.</summary>
    public IReadOnlyList<int> Ports { get; }

    /// <summary>Reads the lists. Every mistake becomes a finding; with one, the result allows nothing.</summary>
    public static NetworkRules Parse(IEnumerable<string> allow, IEnumerable<string> deny, IEnumerable<string> presets, Findings findings)
    {
        NetworkRulesReader reader = new(findings);
        List<NetworkRule> allowed = reader.Read("--allow", allow, allows: true);
        List<NetworkRule> denied = reader.Read("--deny", deny, allows: false);
        allowed.AddRange(reader.Presets(presets));
        return reader.Failed ? Nothing : new NetworkRules(allowed, denied);
    }

    /// <summary>Whether a connection may be tried. A name that is allowed may still lead where <see cref="DecideAddress"/> refuses to go.</summary>
    public Verdict Decide(HostName host, int port)
    {
        if (port is < 1 or > 65535)
        {
            return NetworkVerdicts.NoPort(port);
        }

        if (Find(_deny.Of(host), port) is { } denied)
        {
            return NetworkVerdicts.Denied(denied);
        }

        if (host.IsAddress)
        {
            return OfAddress(host, host.Address, port, byName: _allow.FindAny(port));
        }

        return Find(_allow.Of(host), port) is { } allowed ? NetworkVerdicts.Allowed(allowed) : NetworkVerdicts.Unnamed(host, port, AllowedPorts(host));
    }

    /// <summary>Whether <see cref="Decide"/> could allow some port of it: then its name may be given an address inside.</summary>
    public bool MayHave(HostName host) =>
        _allow.Of(host).Any(t => t.EveryPort is not null ? !_deny.Of(host).Any(d => d.EveryPort is not null) : t.Ports.Any(p => Find(_deny.Of(host), p) is null));

    /// <summary>Whether this address, to which the host was resolved, may be dialled for it. Answers for the host too.</summary>
    public Verdict DecideAddress(HostName host, IPAddress address, int port)
    {
        Verdict named = Decide(host, port);
        if (!named.Allowed)
        {
            return named;
        }

        if (host.IsAddress)
        {
            return host.Address.Equals(address) ? named : NetworkVerdicts.Other(host, address);
        }

        return OfAddress(host, address, port, Find(_allow.Of(host), port));
    }

    private Verdict OfAddress(HostName host, IPAddress address, int port, NetworkRule? byName)
    {
        if (!AddressKey.TryFrom(address, out AddressKey key))
        {
            return NetworkVerdicts.Other(host, address);
        }

        key = key.Unmapped();
        IEnumerable<PortTable> denials = key.Translated is { } destination ? _deny.OfAddress(key).Concat(_deny.OfAddress(destination)) : _deny.OfAddress(key);
        if (Find(denials, port) is { } denied)
        {
            return NetworkVerdicts.Denied(denied);
        }

        ReservedBlock? block = ReservedAddresses.Find(key);
        if (block is { Never: true })
        {
            return NetworkVerdicts.Reserved(host, key, port, block);
        }

        // A range that is wider than the block was not written with the block in mind.
        NetworkRule? byAddress = Find(_allow.OfAddress(key, block?.Prefix ?? 0), port);
        return (byAddress, byName, block) switch
        {
            ({ } rule, _, _) when host.IsAddress || block is not null => NetworkVerdicts.Allowed(rule),
            (_, { } rule, null) => NetworkVerdicts.Allowed(rule),
            (_, _, null) => NetworkVerdicts.Unnamed(host, port, AllowedPorts(host)),
            _ => NetworkVerdicts.Reserved(host, key, port, block),
        };
    }

    private int[] AllowedPorts(HostName host) => [.. _allow.Of(host).SelectMany(t => t.Ports.Take(5)).Distinct().Order().Take(5)];

    private static NetworkRule? Find(IEnumerable<PortTable> tables, int port) => tables.Select(t => t.Find(port)).FirstOrDefault(r => r is not null);
}
