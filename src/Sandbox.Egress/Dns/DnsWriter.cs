using System.Buffers.Binary;
using System.Net;
using System.Text;
using Sandbox.Core.Network;

namespace Sandbox.Egress.Dns;

/// <summary>Writes answers. The longest is a question and one name: it fits every client's buffer, so none is ever cut.</summary>
internal static class DnsWriter
{
    /// <summary>Octets of the longest answer, rounded up.</summary>
    public const int MaxAnswer = 1024;

    /// <summary>Octets of a datagram that we would take, told to clients that speak EDNS.</summary>
    private const ushort DatagramSize = 1232;

    /// <summary>Seconds that an answer may be kept: a change of the rules is felt soon.</summary>
    private const uint TimeToLive = 60;

    private const int PointerToQuestion = 0xC000 | DnsQuery.HeaderLength;

    /// <summary>An answer without records.</summary>
    public static byte[] Empty(DnsQuery query, DnsCode code) => Write(query, code, 0, []);

    public static byte[] Address(DnsQuery query, IPAddress address) => Write(query, DnsCode.Good, query.Type, address.GetAddressBytes());

    /// <param name="query">A question for PTR records.</param>
    /// <param name="name">The name that the address stands for.</param>
    public static byte[] Pointer(DnsQuery query, HostName name)
    {
        Span<byte> wire = stackalloc byte[DnsReader.MaxName];
        int length = 0;
        foreach (string label in name.ToString().Split('.'))
        {
            wire[length++] = (byte)label.Length;
            length += Encoding.ASCII.GetBytes(label, wire[length..]);
        }

        wire[length++] = 0;
        return Write(query, DnsCode.Good, DnsType.Ptr, wire[..length]);
    }

    private static byte[] Write(DnsQuery query, DnsCode code, ushort type, ReadOnlySpan<byte> data)
    {
        Span<byte> answer = stackalloc byte[MaxAnswer];
        query.Header.CopyTo(answer);

        // A response; operation and "recursion desired" as sent; not authoritative, not cut. Recursion available, since we answer all there is.
        answer[2] = (byte)(0x80 | (query.Header[2] & 0x79));
        answer[3] = (byte)(0x80 | (query.Header[3] & 0x10) | ((int)code & 15));
        answer[4..DnsQuery.HeaderLength].Clear();
        answer[5] = (byte)(query.Question.IsEmpty ? 0 : 1);
        answer[7] = (byte)(data.IsEmpty ? 0 : 1);
        answer[11] = (byte)(query.EdnsVersion < 0 ? 0 : 1);
        query.Question.CopyTo(answer[DnsQuery.HeaderLength..]);
        int length = DnsQuery.HeaderLength + query.Question.Length;
        if (!data.IsEmpty)
        {
            Span<byte> record = answer[length..];
            BinaryPrimitives.WriteUInt16BigEndian(record, PointerToQuestion);
            BinaryPrimitives.WriteUInt16BigEndian(record[2..], type);
            BinaryPrimitives.WriteUInt16BigEndian(record[4..], DnsType.Internet);
            BinaryPrimitives.WriteUInt32BigEndian(record[6..], TimeToLive);
            BinaryPrimitives.WriteUInt16BigEndian(record[10..], (ushort)data.Length);
            data.CopyTo(record[12..]);
            length += 12 + data.Length;
        }

        if (query.EdnsVersion >= 0)
        {
            Span<byte> opt = answer.Slice(length, 11);
            opt.Clear();
            BinaryPrimitives.WriteUInt16BigEndian(opt[1..], DnsType.Opt);
            BinaryPrimitives.WriteUInt16BigEndian(opt[3..], DatagramSize);
            opt[5] = (byte)((int)code >> 4);
            length += opt.Length;
        }

        return answer[..length].ToArray();
    }
}
