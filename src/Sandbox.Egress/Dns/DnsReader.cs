using System.Buffers.Binary;

namespace Sandbox.Egress.Dns;

/// <summary>
/// Reads queries, and nothing else: one question, at most one OPT record, no byte left over. Compression has no use in a message whose first
/// name is its only one, so a pointer is an error and cannot lead anywhere.
/// </summary>
internal static class DnsReader
{
    /// <summary>Octets of the longest name in a message (RFC 1035 3.1).</summary>
    public const int MaxName = 255;

    private const int MaxLabel = 63;
    private const int OptLength = 11;
    private const byte ResponseBit = 0x80;
    private const byte OperationBits = 0x78;

    /// <param name="message">What came.</param>
    /// <param name="text">At least <see cref="MaxName"/> octets, which the query's name uses.</param>
    /// <param name="query">The query when the code is good; else what is needed for an answer that says the code.</param>
    /// <returns>Null when there is nothing to answer: too short for a header, or an answer itself.</returns>
    public static DnsCode? Read(ReadOnlySpan<byte> message, Span<byte> text, out DnsQuery query)
    {
        query = default;
        if (message.Length < DnsQuery.HeaderLength || (message[2] & ResponseBit) != 0)
        {
            return null;
        }

        ReadOnlySpan<byte> header = message[..DnsQuery.HeaderLength];
        query = new DnsQuery { Header = header, EdnsVersion = -1 };
        if ((message[2] & OperationBits) != 0)
        {
            return DnsCode.NotImplemented;
        }

        // One question, no answer, no authority, at most one additional record.
        if (header[4..10] is not [0, 1, 0, 0, 0, 0] || BinaryPrimitives.ReadUInt16BigEndian(header[10..]) > 1)
        {
            return DnsCode.FormatError;
        }

        ReadOnlySpan<byte> body = message[DnsQuery.HeaderLength..];
        if (!TryReadName(body, text, out int nameLength, out int textLength, out bool hasDot) || body.Length < nameLength + 4)
        {
            return DnsCode.FormatError;
        }

        int version = -1;
        ReadOnlySpan<byte> rest = body[(nameLength + 4)..];
        if (header[11] == 1 ? !TryReadOpt(rest, out version) : !rest.IsEmpty)
        {
            return DnsCode.FormatError;
        }

        query = new DnsQuery
        {
            Header = header,
            Question = body[..(nameLength + 4)],
            Name = text[..textLength],
            HasDottedLabel = hasDot,
            Type = BinaryPrimitives.ReadUInt16BigEndian(body[nameLength..]),
            Class = BinaryPrimitives.ReadUInt16BigEndian(body[(nameLength + 2)..]),
            EdnsVersion = version,
        };
        return version > 0 ? DnsCode.BadVersion : DnsCode.Good;
    }

    private static bool TryReadName(ReadOnlySpan<byte> body, Span<byte> text, out int length, out int textLength, out bool hasDot)
    {
        length = 0;
        textLength = 0;
        hasDot = false;
        while (length < body.Length)
        {
            int label = body[length++];
            if (label == 0)
            {
                return true;
            }

            // The name with its closing zero fits in 255 octets; two high bits would be a pointer.
            if (label > MaxLabel || length + label > body.Length || length + label + 1 > MaxName)
            {
                return false;
            }

            if (textLength > 0)
            {
                text[textLength++] = (byte)'.';
            }

            ReadOnlySpan<byte> characters = body.Slice(length, label);
            characters.CopyTo(text[textLength..]);
            hasDot |= characters.Contains((byte)'.');
            textLength += label;
            length += label;
        }

        return false;
    }

    // Root name, type, size, extended code, version, flags, length of options: what the options say does not matter here.
    private static bool TryReadOpt(ReadOnlySpan<byte> rest, out int version)
    {
        version = -1;
        if (rest.Length < OptLength || rest[0] != 0 || BinaryPrimitives.ReadUInt16BigEndian(rest[1..]) != DnsType.Opt)
        {
            return false;
        }

        version = rest[6];
        return rest.Length == OptLength + BinaryPrimitives.ReadUInt16BigEndian(rest[9..]);
    }
}
