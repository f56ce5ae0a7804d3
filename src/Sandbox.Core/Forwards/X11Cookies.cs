using System.Buffers.Binary;
using System.Text;

namespace Sandbox.Core.Forwards;

/// <summary>
/// A file of X11 cookies (~/.Xauthority) for inside: only the local cookies of one display, and good for any host name. A client looks
/// for its own host name in it, and inside that is another.
/// </summary>
public static class X11Cookies
{
    private const ushort Local = 256;
    private const ushort Wild = 65535;

    /// <summary>The records that may go in. What cannot be read as records is left out from there on.</summary>
    /// <param name="file">A sequence of records: family, then address, display number, name and data, each with its length in front (16 bits, big-endian).</param>
    /// <param name="display">The display's number in digits.</param>
    public static byte[] Apply(ReadOnlySpan<byte> file, string display)
    {
        List<byte> kept = [];
        while (TryField(file, 2, out ReadOnlySpan<byte> address, out int afterAddress) &&
            TryField(file, afterAddress, out ReadOnlySpan<byte> number, out int afterNumber) &&
            TryField(file, afterNumber, out _, out int afterName) &&
            TryField(file, afterName, out _, out int end))
        {
            ushort family = BinaryPrimitives.ReadUInt16BigEndian(file);
            if (family is Local or Wild && (number.IsEmpty || string.Equals(Encoding.ASCII.GetString(number), display, StringComparison.Ordinal)))
            {
                // Family "any", no address.
                kept.AddRange([0xff, 0xff, 0, 0]);
                kept.AddRange(file[(4 + address.Length)..end]);
            }

            file = file[end..];
        }

        return [.. kept];
    }

    private static bool TryField(ReadOnlySpan<byte> record, int at, out ReadOnlySpan<byte> value, out int next)
    {
        value = default;
        next = at + 2;
        if (record.Length < next)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(record[at..]);
        next += length;
        if (record.Length < next)
        {
            return false;
        }

        value = record.Slice(at + 2, length);
        return true;
    }
}
