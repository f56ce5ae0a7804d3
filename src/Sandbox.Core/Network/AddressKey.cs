using System.Buffers.Binary;
using System.Net;

namespace Sandbox.Core.Network;

/// <summary>An address as a number, in which a range is a mask and a comparison.</summary>
/// <param name="IsV6">IPv6: 128 bits count; else the low 32.</param>
/// <param name="Bits">The address, first octet highest.</param>
internal readonly record struct AddressKey(bool IsV6, UInt128 Bits)
{
    private const ulong Mapped = 0xFFFF_0000_0000;
    private static readonly UInt128 Nat64 = new(0x0064_FF9B_0000_0000, 0);

    public int Width => IsV6 ? 128 : 32;

    /// <summary>::ffff:a.b.c.d and the obsolete ::a.b.c.d, which some stacks dial as a.b.c.d.</summary>
    public bool HidesV4 => IsV6 && Bits >> 48 == 0 && ((ulong)Bits >= Mapped || ((ulong)Bits >> 32 == 0 && Bits > 1));

    /// <summary>The IPv4 destination of an address that the network translates (64:ff9b::/96, RFC 6052), or null.</summary>
    public AddressKey? Translated => IsV6 && Bits >> 32 == Nat64 >> 32 ? new AddressKey(false, (uint)Bits) : null;

    /// <summary>False for an address with a scope: what it means depends on an interface.</summary>
    public static bool TryFrom(IPAddress address, out AddressKey key)
    {
        Span<byte> bytes = stackalloc byte[16];
        bool fits = address.TryWriteBytes(bytes, out int length);
        key = length == 4 ? new AddressKey(false, BinaryPrimitives.ReadUInt32BigEndian(bytes)) : new AddressKey(true, BinaryPrimitives.ReadUInt128BigEndian(bytes));
        return fits && (length == 4 || address.ScopeId == 0);
    }

    /// <summary>The IPv4 address that an IPv4-mapped one really is; any other stays.</summary>
    public AddressKey Unmapped() => IsV6 && Bits >> 32 == 0xFFFF ? new AddressKey(false, (uint)Bits) : this;

    /// <summary>The first address of the range with this many leading bits.</summary>
    public AddressKey Masked(int prefix) => this with { Bits = prefix == 0 ? 0 : (Bits >> (Width - prefix)) << (Width - prefix) };

    public bool IsIn(AddressKey network, int prefix) => IsV6 == network.IsV6 && Masked(prefix) == network;

    public IPAddress ToAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
        return new IPAddress(IsV6 ? bytes : bytes[12..]);
    }
}
