using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Sandbox.Egress.Tests.Dns;

/// <summary>An answer, read by a reader that shares nothing with the one under test and forgives nothing.</summary>
internal sealed record DnsAnswer
{
    public required ushort Id { get; init; }

    public required ushort Flags { get; init; }

    public required int Code { get; init; }

    public string? Name { get; init; }

    public ushort Type { get; init; }

    public uint TimeToLive { get; init; }

    /// <summary>An address, or the name of a PTR record.</summary>
    public string? Data { get; init; }

    public bool HasEdns { get; init; }

    public static DnsAnswer Read(byte[]? bytes)
    {
        Assert.NotNull(bytes);
        ushort U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));
        ushort flags = U16(2);
        Assert.True((flags & 0x8000) != 0, "not marked as an answer");
        Assert.Equal(0, flags & 0x0640);
        Assert.InRange(U16(4), 0, 1);
        Assert.InRange(U16(6), 0, U16(4));
        Assert.Equal(0, U16(8));
        Assert.InRange(U16(10), 0, 1);

        DnsAnswer answer = new() { Id = U16(0), Flags = flags, Code = flags & 15 };
        int at = 12;
        if (U16(4) == 1)
        {
            answer = answer with { Name = ReadName(bytes, ref at), Type = U16(at) };
            at += 4;
        }

        if (U16(6) == 1)
        {
            Assert.Equal(0xC00C, U16(at));
            Assert.Equal(answer.Type, U16(at + 2));
            Assert.Equal(1, U16(at + 4));
            int length = U16(at + 10);
            int data = at + 12;
            answer = answer with { TimeToLive = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 6)) };
            at = data + length;
            answer = answer with { Data = answer.Type == DnsWire.Ptr ? ReadName(bytes, ref data) : new IPAddress(bytes.AsSpan(data, length)).ToString() };
        }

        if (U16(10) == 1)
        {
            Assert.Equal("000029", Convert.ToHexString(bytes, at, 3));
            Assert.Equal("0000000000", Convert.ToHexString(bytes, at + 6, 5));
            answer = answer with { HasEdns = true, Code = answer.Code | (bytes[at + 5] << 4) };
            at += 11;
        }

        Assert.Equal(bytes.Length, at);
        return answer;
    }

    private static string ReadName(byte[] bytes, ref int at)
    {
        List<string> labels = [];
        while (bytes[at] != 0)
        {
            Assert.InRange(bytes[at], 1, 63);
            labels.Add(Encoding.Latin1.GetString(bytes, at + 1, bytes[at]));
            at += bytes[at] + 1;
        }

        at++;
        return string.Join('.', labels);
    }
}
