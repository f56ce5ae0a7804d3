using System.Text;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Tests.Http;

public sealed class MessageReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100_000)]
    public async Task Heads_come_one_by_one_however_they_are_cut(int piece)
    {
        MessageReader reader = new(new PiecewiseStream("one\r\nx: y\r\n\r\ntwo\r\n\r\nrest", piece));
        Assert.Equal("one\r\nx: y\r\n\r\n", Text(await ReadAsync(reader)));
        Assert.Equal("two\r\n\r\n", Text(await ReadAsync(reader)));
        Assert.Equal("the connection ended inside a head", (await ReadAsync(reader)).Problem?.Text);
        Assert.True((await ReadAsync(new MessageReader(new PiecewiseStream(string.Empty, 1)))).Ended);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\nHost: a.example\n\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a.example\n")]
    [InlineData("\n")]
    public async Task A_bare_line_feed_is_refused_as_soon_as_it_comes(string wire) =>
        Assert.Contains("bare LF", (await ReadAsync(new MessageReader(new PiecewiseStream(wire, 1)))).Problem?.Text, StringComparison.Ordinal);

    [Fact]
    public async Task A_head_of_64_KiB_is_read_and_one_byte_more_refused()
    {
        string Head(int length) => "GET / HTTP/1.1\r\nX: " + new string('x', length - 23) + "\r\n\r\n";
        Assert.Equal(64 * 1024, (await ReadAsync(new MessageReader(new PiecewiseStream(Head(64 * 1024), 4096)))).Bytes.Length);
        Assert.Equal(431, (await ReadAsync(new MessageReader(new PiecewiseStream(Head((64 * 1024) + 1), 4096)))).Problem?.Status);
        Assert.Equal(431, (await ReadAsync(new MessageReader(new PiecewiseStream(Head(1024 * 1024), 4096)))).Problem?.Status);
    }

    private static async Task<HeadRead> ReadAsync(MessageReader reader)
    {
        using Deadline deadline = new(CancellationToken.None);
        return await reader.ReadHeadAsync(deadline, Loopback.Patience, Loopback.Patience);
    }

    private static string Text(HeadRead read) => Encoding.Latin1.GetString(read.Bytes.Span);
}
