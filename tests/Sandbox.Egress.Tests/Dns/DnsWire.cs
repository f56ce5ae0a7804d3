using System.Buffers.Binary;
using System.Text;

namespace Sandbox.Egress.Tests.Dns;

/// <summary>Messages as a client writes them, well or badly.</summary>
internal static class DnsWire
{
    public const ushort A = 1;
    public const ushort Aaaa = 28;
    public const ushort Ptr = 12;

    public static byte[] Query(string name, ushort type = A, ushort id = 0x1234, ushort kind = 1, byte[]? edns = null) =>
        Message(id, 0x0100, [Question(Name(name), type, kind)], edns is null ? [] : [edns]);

    public static byte[] Message(ushort id, ushort flags, byte[][] questions, byte[][] additional, int answers = 0, int authorities = 0)
    {
        byte[] header = new byte[12];
        BinaryPrimitives.WriteUInt16BigEndian(header, id);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), flags);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)questions.Length);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), (ushort)answers);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(8), (ushort)authorities);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), (ushort)additional.Length);
        return [.. header, .. questions.SelectMany(q => q), .. additional.SelectMany(a => a)];
    }

    public static byte[] Question(byte[] name, ushort type, ushort kind = 1) => [.. name, (byte)(type >> 8), (byte)type, (byte)(kind >> 8), (byte)kind];

    /// <summary>The name's labels and the closing zero; a character is an octet.</summary>
    public static byte[] Name(string name) => Labels([.. name.Split('.', StringSplitOptions.RemoveEmptyEntries)]);

    public static byte[] Labels(params string[] labels) => [.. labels.SelectMany(l => new[] { (byte)l.Length }.Concat(Encoding.Latin1.GetBytes(l))), 0];

    public static byte[] Opt(byte version = 0, byte[]? options = null, ushort size = 1232) =>
        [0, 0, 41, (byte)(size >> 8), (byte)size, 0, version, 0x80, 0, (byte)((options?.Length ?? 0) >> 8), (byte)(options?.Length ?? 0), .. options ?? []];

    /// <summary>The message after its length, as it goes over TCP.</summary>
    public static byte[] Framed(byte[] message) => [(byte)(message.Length >> 8), (byte)message.Length, .. message];
}
