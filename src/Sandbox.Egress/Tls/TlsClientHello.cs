using System.Buffers;
using System.Buffers.Binary;
using Sandbox.Core.Network;

namespace Sandbox.Egress.Tls;

/// <summary>
/// Reads the server name out of a ClientHello (RFC 8446 4.1.2, RFC 6066 3), which may lie in several records. Strict: whatever a
/// server might read otherwise than this does (two names, a second server_name extension, bytes after the message) is refused.
/// Takes memory for one message, and only when it comes in several records.
/// </summary>
internal static class TlsClientHello
{
    /// <summary>More bytes than this, record headers included, are never a ClientHello here. With post-quantum keys they have 2 KiB.</summary>
    public const int LargestInput = 20 * 1024;

    private const int LargestMessage = 16 * 1024;
    private const int LargestRecord = 16 * 1024;
    private const int RecordHeader = 5;
    private const int Ssl2Start = 5;
    private const int MessageHeader = 4;
    private const byte HandshakeRecord = 22;
    private const byte ClientHelloMessage = 1;
    private const ushort ServerNameExtension = 0;

    /// <summary>
    /// Whether the bytes start, as far as they go, like TLS: any record of it, so that nothing can be sent in front of a
    /// ClientHello, or the ClientHello of SSL 2, which old servers take too.
    /// </summary>
    public static bool MayBe(ReadOnlySpan<byte> start) => start.Length > 0 &&
        ((start[0] is >= 20 and <= 24 && (start.Length < 2 || start[1] == 3)) || MayBeSsl2(start));

    /// <summary>Reads from the first byte; give it all bytes again when there are more.</summary>
    public static ClientHello Read(ReadOnlySpan<byte> input)
    {
        if (MayBeSsl2(input))
        {
            return input.Length < Ssl2Start ? new() { State = ClientHelloState.Incomplete, Needed = input.Length + 1 } : Bad("ClientHello of SSL 2");
        }

        if (input.Length < 2)
        {
            return new() { State = ClientHelloState.Incomplete, Needed = 2 };
        }

        byte[]? gathered = null;
        try
        {
            return Gather(input, ref gathered);
        }
        finally
        {
            if (gathered is not null)
            {
                ArrayPool<byte>.Shared.Return(gathered);
            }
        }
    }

    // Two bytes of length with the top bit set, message type 1, version 0.2 or 3.x.
    private static bool MayBeSsl2(ReadOnlySpan<byte> start) =>
        start.Length > 0 && start[0] >= 0x80
        && (start.Length < 3 || start[2] == 1)
        && (start.Length < 4 || start[3] is 0 or 3)
        && (start.Length < Ssl2Start || (start[3] == 3 ? start[4] <= 4 : start[4] == 2));

    private static ClientHello Gather(ReadOnlySpan<byte> input, ref byte[]? gathered)
    {
        int at = 0;
        int have = 0;
        int want = MessageHeader;
        while (true)
        {
            ReadOnlySpan<byte> record = input[at..];
            if (RecordProblem(record) is { } problem)
            {
                return Bad(problem);
            }

            int length = record.Length < RecordHeader ? 0 : BinaryPrimitives.ReadUInt16BigEndian(record[3..]);
            int end = at + RecordHeader + length;
            if (end > LargestInput)
            {
                return Bad("ClientHello too long");
            }

            if (record.Length < RecordHeader || input.Length < end)
            {
                return new() { State = ClientHelloState.Incomplete, Needed = length == 0 ? input.Length + 1 : end };
            }

            ReadOnlySpan<byte> piece = record.Slice(RecordHeader, length);
            ReadOnlySpan<byte> message = piece;
            if (have > 0 || piece.Length < MessageHeader || piece.Length < Size(piece))
            {
                gathered ??= ArrayPool<byte>.Shared.Rent(LargestInput);
                piece.CopyTo(gathered.AsSpan(have));
                message = gathered.AsSpan(0, have + length);
            }

            at = end;
            have += length;
            if (have >= MessageHeader)
            {
                want = Size(message);
                if (message[0] != ClientHelloMessage || want > LargestMessage)
                {
                    return Bad(message[0] == ClientHelloMessage ? "ClientHello too long" : "handshake that does not start with a ClientHello");
                }
            }

            if (have >= MessageHeader && have >= want)
            {
                // More of them than one message in a record would be read as one thing here and as another there.
                return have > want ? Bad("bytes after the ClientHello") : Message(message[MessageHeader..]);
            }
        }
    }

    private static int Size(ReadOnlySpan<byte> message) => MessageHeader + (message[1] << 16 | message[2] << 8 | message[3]);

    // Of as much of the header as is there.
    private static string? RecordProblem(ReadOnlySpan<byte> record)
    {
        if (record.Length > 0 && record[0] != HandshakeRecord)
        {
            return "TLS record that is no handshake";
        }

        if ((record.Length > 1 && record[1] != 3) || (record.Length > 2 && record[2] > 4))
        {
            return "unknown version of TLS records";
        }

        if (record.Length >= RecordHeader && BinaryPrimitives.ReadUInt16BigEndian(record[3..]) is 0 or > LargestRecord)
        {
            return "TLS record of impossible length";
        }

        return null;
    }

    private static ClientHello Message(ReadOnlySpan<byte> body)
    {
        TlsReader reader = new(body);
        bool good = reader.TryU16(out ushort version) && version >> 8 == 3 && reader.TryBytes(32, out _)
            && reader.TryVector8(out ReadOnlySpan<byte> session) && session.Length <= 32
            && reader.TryVector16(out ReadOnlySpan<byte> suites) && suites.Length >= 2 && suites.Length % 2 == 0
            && reader.TryVector8(out ReadOnlySpan<byte> compression) && compression.Length >= 1;
        if (!good)
        {
            return Bad("malformed ClientHello");
        }

        if (reader.IsEmpty)
        {
            return new() { State = ClientHelloState.Complete };
        }

        return reader.TryVector16(out ReadOnlySpan<byte> extensions) && reader.IsEmpty ? Extensions(extensions) : Bad("malformed ClientHello");
    }

    private static ClientHello Extensions(ReadOnlySpan<byte> extensions)
    {
        TlsReader reader = new(extensions);
        HostName? name = null;
        while (!reader.IsEmpty)
        {
            if (!reader.TryU16(out ushort type) || !reader.TryVector16(out ReadOnlySpan<byte> data))
            {
                return Bad("malformed ClientHello");
            }

            if (type != ServerNameExtension)
            {
                continue;
            }

            if (name is not null || !TryName(data, out name))
            {
                return Bad(name is not null ? "two server names" : "server name that is no host name");
            }
        }

        return new() { State = ClientHelloState.Complete, ServerName = name };
    }

    private static bool TryName(ReadOnlySpan<byte> data, out HostName? name)
    {
        name = null;
        TlsReader list = new(data);
        if (!list.TryVector16(out ReadOnlySpan<byte> entries) || !list.IsEmpty)
        {
            return false;
        }

        TlsReader entry = new(entries);
        return entry.TryU8(out byte type) && type == 0 && entry.TryVector16(out ReadOnlySpan<byte> text) && entry.IsEmpty
            && HostName.TryParse(text, out name, out _) && name!.Address is null;
    }

    private static ClientHello Bad(string problem) => new() { State = ClientHelloState.Bad, Problem = problem };
}
