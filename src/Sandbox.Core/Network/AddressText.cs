using System.Globalization;
using System.Text;

namespace Sandbox.Core.Network;

/// <summary>Addresses as text, strictly: four plain decimals, or eight groups of hexadecimal digits with at most one "::".</summary>
internal static class AddressText
{
    private const int Groups = 8;

    /// <summary>a.b.c.d without leading zeros; nothing shorter, no other base.</summary>
    public static bool TryParseV4(ReadOnlySpan<byte> text, out AddressKey key)
    {
        uint bits = 0;
        int parts = 0;
        bool good = true;
        foreach (Range range in text.Split((byte)'.'))
        {
            good = good && TryParseOctet(text[range], out uint octet) && Push(ref bits, octet);
            parts++;
        }

        key = new AddressKey(false, bits);
        return good && parts == 4;
    }

    /// <summary>Without brackets, scope or a dotted tail.</summary>
    public static bool TryParseV6(ReadOnlySpan<byte> text, out AddressKey key, out string problem)
    {
        key = default;
        problem = "not an IPv6 address";
        int gap = text.IndexOf("::"u8);
        ReadOnlySpan<byte> front = gap < 0 ? text : text[..gap];
        ReadOnlySpan<byte> back = gap < 0 ? [] : text[(gap + 2)..];
        if (!TryParseGroups(front, out UInt128 high, out int before) || !TryParseGroups(back, out UInt128 low, out int after))
        {
            return false;
        }

        // "::" stands for at least one group.
        if (gap < 0 ? before != Groups : before + after >= Groups)
        {
            return false;
        }

        UInt128 front128 = before == 0 ? 0 : high << (16 * (Groups - before));
        key = new AddressKey(true, front128 | low);
        problem = string.Empty;
        return true;
    }

    /// <summary>The canonical text: RFC 5952 for IPv6, without brackets.</summary>
    public static string Format(AddressKey key)
    {
        if (!key.IsV6)
        {
            uint bits = (uint)key.Bits;
            return string.Create(CultureInfo.InvariantCulture, $"{bits >> 24}.{(bits >> 16) & 255}.{(bits >> 8) & 255}.{bits & 255}");
        }

        (int start, int length) = LongestZeros(key.Bits);
        StringBuilder text = new(39);
        for (int i = 0; i < Groups; i++)
        {
            if (i == start && length > 1)
            {
                text.Append("::");
                i += length - 1;
                continue;
            }

            text.Append(text.Length > 0 && text[^1] != ':' ? ":" : string.Empty).Append(CultureInfo.InvariantCulture, $"{Group(key.Bits, i):x}");
        }

        return text.ToString();
    }

    private static bool TryParseOctet(ReadOnlySpan<byte> text, out uint octet)
    {
        octet = 0;
        if (text.Length is 0 or > 3 || (text.Length > 1 && text[0] == '0'))
        {
            return false;
        }

        foreach (byte digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            octet = (octet * 10) + digit - '0';
        }

        return octet <= 255;
    }

    private static bool Push(ref uint bits, uint octet)
    {
        bits = (bits << 8) | octet;
        return true;
    }

    private static bool TryParseGroups(ReadOnlySpan<byte> text, out UInt128 bits, out int count)
    {
        bits = 0;
        count = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        foreach (Range range in text.Split((byte)':'))
        {
            if (++count > Groups || !TryParseGroup(text[range], out uint group))
            {
                return false;
            }

            bits = (bits << 16) | group;
        }

        return true;
    }

    private static bool TryParseGroup(ReadOnlySpan<byte> text, out uint group)
    {
        group = 0;
        foreach (byte digit in text)
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }

            group = (group << 4) | (uint)(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return text.Length is > 0 and <= 4;
    }

    private static (int Start, int Length) LongestZeros(UInt128 bits)
    {
        (int Start, int Length) best = (0, 0);
        int run = 0;
        for (int i = 0; i < Groups; i++)
        {
            run = Group(bits, i) == 0 ? run + 1 : 0;
            best = run > best.Length ? (i - run + 1, run) : best;
        }

        return best;
    }

    private static uint Group(UInt128 bits, int index) => (uint)(bits >> (16 * (Groups - 1 - index))) & 0xFFFF;
}
