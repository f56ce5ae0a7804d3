namespace Sandbox.Egress.Http;

/// <summary>One end of a connection: what is written goes to the stream, what is read comes through the reader. Owns neither.</summary>
internal sealed class Wire(Stream stream, ReadOnlyMemory<byte> already = default)
{
    public Stream Stream => stream;

    public MessageReader Reader { get; } = new(stream, already);
}
