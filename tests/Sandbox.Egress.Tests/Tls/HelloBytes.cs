using System.Buffers.Binary;
using System.Net.Security;
using System.Text;

namespace Sandbox.Egress.Tests.Tls;

/// <summary>ClientHellos, right and wrong.</summary>
internal static class HelloBytes
{
    /// <summary>What the machine's own TLS library sends.</summary>
    public static async Task<byte[]> OfRealClientAsync(string name)
    {
        using Recorder recorder = new();
        await using SslStream client = new(recorder);
        await Assert.ThrowsAnyAsync<Exception>(() => client.AuthenticateAsClientAsync(name));
        return recorder.Written.ToArray();
    }

    public static byte[] Of(string name) => Record(Message(ServerName(name)));

    public static byte[] Without() => Record(Message(Extension(43, [2, 3, 4])));

    public static byte[] ServerName(string name) => ServerName(Encoding.Latin1.GetBytes(name));

    public static byte[] ServerName(byte[] name) => Extension(0, Vector16([0, .. Vector16(name)]));

    public static byte[] Extension(ushort type, byte[] data) => [.. U16(type), .. Vector16(data)];

    public static byte[] Message(params byte[][] extensions) => Handshake(
        [3, 3, .. new byte[32], 0, .. Vector16([0x13, 0x01, 0x13, 0x02]), 1, 0, .. Vector16([.. extensions.SelectMany(e => e)])]);

    public static byte[] Handshake(byte[] body) => [1, (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. body];

    public static byte[] Record(ReadOnlySpan<byte> data) => [22, 3, 1, .. U16((ushort)data.Length), .. data];

    /// <summary>The message in records of at most so many bytes.</summary>
    public static byte[] Records(byte[] message, int size) => [.. message.Chunk(size).SelectMany(c => Record(c))];

    public static byte[] Vector16(byte[] data) => [.. U16((ushort)data.Length), .. data];

    private static byte[] U16(ushort value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }

    // Takes what is written and has nothing to read.
    private sealed class Recorder : MemoryStream
    {
        public MemoryStream Written { get; } = new();

        public override int Read(byte[] buffer, int offset, int count) => 0;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(0);

        public override void Write(byte[] buffer, int offset, int count) => Written.Write(buffer, offset, count);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => Written.WriteAsync(buffer, cancellationToken);
    }
}
