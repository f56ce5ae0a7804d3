using System.Text;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Tests.Http;

public sealed class MessageBodyTests
{
    [Theory]
    [InlineData("3\r\nabc\r\n0\r\n\r\nNEXT", "abc")]
    [InlineData("3;name=value\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\nNEXT", "abcde")]
    [InlineData("0003\r\nabc\r\n000\r\n\r\nNEXT", "abc")]
    [InlineData("A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\nNEXT", "01234567890123456789")]
    [InlineData("0\r\n\r\nNEXT", "")]
    public async Task A_chunked_body_ends_where_it_says_however_it_is_cut(string wire, string text)
    {
        foreach (int piece in (int[])[1, 2, 3, 7, 1000])
        {
            MessageReader reader = new(new PiecewiseStream(wire, piece));
            Assert.Equal(text, await ReadAsync(reader, new BodyFraming(BodyKind.Chunked)));
            Assert.StartsWith(Encoding.Latin1.GetString(reader.Buffered.Span), "NEXT", StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("3\nabc\r\n0\r\n\r\n")]
    [InlineData("35\nabc\r\n0\r\n\r\n")]
    [InlineData("3\r\nabc\n0\r\n\r\n")]
    [InlineData("3\r\nabcd\r\n0\r\n\r\n")]
    [InlineData("3\r\nabc0\r\n\r\n")]
    [InlineData("0x3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("+3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("-3\r\nabc\r\n0\r\n\r\n")]
    [InlineData(" 3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("3 \r\nabc\r\n0\r\n\r\n")]
    [InlineData("\r\nabc\r\n0\r\n\r\n")]
    [InlineData(";x\r\nabc\r\n0\r\n\r\n")]
    [InlineData("3;a\rb\r\nabc\r\n0\r\n\r\n")]
    [InlineData("FFFFFFFFFFFFFFFF3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("3\r\nabc\r\n0\r\n folded\r\n\r\n")]
    [InlineData("3\r\nabc\r\n0\r\nno colon\r\n\r\n")]
    [InlineData("3\r\nabc\r\n0\r\n")]
    [InlineData("3\r\nabc")]
    [InlineData("3\r\nab")]
    [InlineData("3")]
    public async Task A_chunked_body_with_another_reading_is_refused(string wire)
    {
        foreach (int piece in (int[])[1, 1000])
        {
            MessageReader reader = new(new PiecewiseStream(wire, piece));
            await Assert.ThrowsAsync<HttpMessageException>(() => ReadAsync(reader, new BodyFraming(BodyKind.Chunked)));
        }
    }

    [Fact]
    public async Task A_chunk_line_and_a_trailer_are_bounded()
    {
        await Assert.ThrowsAsync<HttpMessageException>(() => ReadAsync(new MessageReader(new PiecewiseStream("3;" + new string('x', 300), 50)), new BodyFraming(BodyKind.Chunked)));
        string trailer = string.Concat(Enumerable.Repeat("X: " + new string('y', 90) + "\r\n", 100));
        await Assert.ThrowsAsync<HttpMessageException>(() => ReadAsync(new MessageReader(new PiecewiseStream($"0\r\n{trailer}\r\n", 50)), new BodyFraming(BodyKind.Chunked)));
    }

    [Fact]
    public async Task A_body_of_stated_length_that_ends_early_is_no_body()
    {
        MessageReader whole = new(new PiecewiseStream("abcNEXT", 2));
        Assert.Equal("abc", await ReadAsync(whole, new BodyFraming(BodyKind.Length, 3)));
        await Assert.ThrowsAsync<HttpMessageException>(() => ReadAsync(new MessageReader(new PiecewiseStream("ab", 2)), new BodyFraming(BodyKind.Length, 3)));
    }

    private static async Task<string> ReadAsync(MessageReader reader, BodyFraming framing)
    {
        await using MessageBody body = new(reader, framing);
        using StreamReader text = new(body, Encoding.Latin1);
        return await text.ReadToEndAsync();
    }
}
