using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Sandbox.Core.Network;

namespace Sandbox.Egress.Names;

/// <summary>
/// Addresses of 198.18.0.0/15 that stand for names inside one sandbox: whoever connects to one has named the host. A name keeps its address as
/// long as the sandbox lives, so the map only grows, up to <see cref="Capacity"/>. Safe for many threads.
/// </summary>
public sealed class FakeNames
{
    /// <summary>Names at most; some 20 MB when every one is as long as names can be.</summary>
    public const int Capacity = 32_768;

    // 198.18.1.1: clear of the ends of the range, which some programs take for broadcast addresses.
    private const uint First = (198u << 24) | (18u << 16) | (1u << 8) | 1;

    private readonly Lock _lock = new();
    private readonly Dictionary<HostName, uint> _addresses = [];
    private readonly List<HostName> _names = [];

    /// <summary>The range that is routed to the capture socket inside.</summary>
    public static IPNetwork Network { get; } = new(new IPAddress([198, 18, 0, 0]), 15);

    /// <summary>Every name that has an address, in the order of the addresses: <see cref="Restore"/> gives them the same ones again.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _names.Select(static n => n.ToString())];
            }
        }
    }

    /// <summary>For another process that served this sandbox before; what is no name is passed over, and its address with it.</summary>
    public void Restore(IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            if (HostName.TryParse(name, out HostName? host, out _))
            {
                _ = TryGetAddress(host, out _);
            }
        }
    }

    /// <summary>Gives names their addresses before the sandbox can fill the map with others.</summary>
    public void Reserve(NetworkRules rules)
    {
        foreach (NetworkRule rule in rules.Allow.Where(r => r is { Kind: NetworkRuleKind.Name, Name: not null }))
        {
            _ = TryGetAddress(rule.Name!, out _);
        }
    }

    /// <summary>The address of a name, given now if it has none; false when the map is full, or the host is an address itself.</summary>
    public bool TryGetAddress(HostName host, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        if (host.IsAddress)
        {
            return false;
        }

        lock (_lock)
        {
            if (!_addresses.TryGetValue(host, out uint number))
            {
                if (_names.Count == Capacity)
                {
                    return false;
                }

                number = First + (uint)_names.Count;
                _names.Add(host);
                _addresses.Add(host, number);
            }

            address = ToAddress(number);
            return true;
        }
    }

    /// <summary>The name that an address stands for, or null.</summary>
    public HostName? Find(IPAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        if (!address.TryWriteBytes(octets, out int length) || length != sizeof(uint))
        {
            return null;
        }

        uint index = unchecked(BinaryPrimitives.ReadUInt32BigEndian(octets) - First);
        lock (_lock)
        {
            return index < (uint)_names.Count ? _names[(int)index] : null;
        }
    }

    private static IPAddress ToAddress(uint number)
    {
        Span<byte> octets = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(octets, number);
        return new IPAddress(octets);
    }
}
