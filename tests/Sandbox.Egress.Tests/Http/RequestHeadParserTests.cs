using System.Text;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Tests.Http;

/// <summary>NW-19: a head has one reading or is refused.</summary>
public sealed class RequestHeadParserTests
{
    public static TheoryData<string, string> Refused => new()
    {
        { "\r\n", "no request line" },
        { "GET\r\nHost: a.example\r\n\r\n", "no request line" },
        { "GET /\r\nHost: a.example\r\n\r\n", "no request line" },
        { " GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", "no request line" },
        { "G@T / HTTP/1.1\r\nHost: a.example\r\n\r\n", "no request line" },
        { "GET  / HTTP/1.1\r\nHost: a.example\r\n\r\n", "request target" },
        { "GET / x HTTP/1.1\r\nHost: a.example\r\n\r\n", "request target" },
        { "GET /\0 HTTP/1.1\r\nHost: a.example\r\n\r\n", "request target" },
        { "GET /\u00ff HTTP/1.1\r\nHost: a.example\r\n\r\n", "request target" },
        { "GET /\ta HTTP/1.1\r\nHost: a.example\r\n\r\n", "request target" },
        { "GET / HTTP/2.0\r\nHost: a.example\r\n\r\n", "version" },
        { "PRI * HTTP/2.0\r\n\r\n", "version" },
        { "GET / http/1.1\r\nHost: a.example\r\n\r\n", "version" },
        { "GET / HTTP/1.1 \r\nHost: a.example\r\n\r\n", "version" },
        { "GET / HTTP/1.10\r\nHost: a.example\r\n\r\n", "version" },
        { "GET / HTTP/1.1\r\n\r\n", "no Host" },
        { "GET / HTTP/1.1\r\nHost: a.example\r\nHost: a.example\r\n\r\n", "more than one Host" },
        { "GET / HTTP/1.1\r\nHost: a.example\r\nhost: b.example\r\n\r\n", "more than one Host" },
        { "GET / HTTP/1.1\r\nHost : a.example\r\n\r\n", "proper name" },
        { "GET / HTTP/1.1\r\nHost\r\n\r\n", "proper name" },
        { "GET / HTTP/1.1\r\n: a.example\r\n\r\n", "proper name" },
        { "GET / HTTP/1.1\r\nHost: a.example\r\n X: folded\r\n\r\n", "folded" },
        { "GET / HTTP/1.1\r\nHost: a.example\r\n\tfolded\r\n\r\n", "folded" },
        { "GET / HTTP/1.1\r\nHost: a.example\r\nX: a\0b\r\n\r\n", "control character" },
        { "GET / HTTP/1.1\r\nHost: a.example\r\nX: a\rb\r\n\r\n", "control character" },
        { "GET / HTTP/1.1\r\nHost: a.example\r\nX: a\nb\r\n\r\n", "control character" },
        { "GET / HTTP/1.1\r\nHost: a.example\r\nX: a\u007fb\r\n\r\n", "control character" },
        { "POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "both" },
        { "POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", "more than one Content-Length" },
        { "POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "more than one Content-Length" },
        { "POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1, 1\r\n\r\n", "not a number" },
        { "POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: +1\r\n\r\n", "not a number" },
        { "POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: -1\r\n\r\n", "not a number" },
        { "POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 0x1\r\n\r\n", "not a number" },
        { "POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: \r\n\r\n", "not a number" },
        { "POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 99999999999999999999\r\n\r\n", "not a number" },
        { "POST / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "Transfer-Encoding" },
        { "POST / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: identity\r\n\r\n", "Transfer-Encoding" },
        { "POST / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: xchunked\r\n\r\n", "Transfer-Encoding" },
        { "POST / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", "more than one Transfer-Encoding" },
        { "POST / HTTP/1.0\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n", "Transfer-Encoding" },
        { "GET / HTTP/1.1\r\nHost: a.example\r\nExpect: miracles\r\n\r\n", "expectation" },
        { "GET /#x HTTP/1.1\r\nHost: a.example\r\n\r\n", "fragment" },
        { "GET * HTTP/1.1\r\nHost: a.example\r\n\r\n", "request target" },
        { "GET https://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n", "request target" },
        { "GET ftp://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n", "request target" },
        { "GET a.example HTTP/1.1\r\nHost: a.example\r\n\r\n", "request target" },
        { "GET http:/a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n", "request target" },
        { "GET http:///x HTTP/1.1\r\nHost: a.example\r\n\r\n", "a host" },
        { "GET http://u@a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n", "a host" },
        { "GET http://u:p@a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n", "a host" },
        { "GET http://a.example%00.b.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n", "a host" },
        { "GET http://a.example:0/ HTTP/1.1\r\nHost: a.example\r\n\r\n", "a host" },
        { "GET http://a.example:65536/ HTTP/1.1\r\nHost: a.example\r\n\r\n", "a host" },
        { "GET http://a.example:080/ HTTP/1.1\r\nHost: a.example\r\n\r\n", "a host" },
        { "GET http://a.example:/ HTTP/1.1\r\nHost: a.example\r\n\r\n", "a host" },
        { "GET http://a.example\\@b.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n", "a host" },
        { "GET http://2130706433/ HTTP/1.1\r\nHost: a.example\r\n\r\n", "a host" },
        { "GET http://0x7f.1/ HTTP/1.1\r\nHost: a.example\r\n\r\n", "a host" },
        { "GET http://[::ffff:7f00:1]/ HTTP/1.1\r\nHost: a.example\r\n\r\n", "a host" },
        { "GET http://[::1/ HTTP/1.1\r\nHost: a.example\r\n\r\n", "a host" },
        { "GET http://[a.example]/ HTTP/1.1\r\nHost: a.example\r\n\r\n", "a host" },
        { "GET http://::1/ HTTP/1.1\r\nHost: a.example\r\n\r\n", "a host" },
        { "CONNECT a.example HTTP/1.1\r\nHost: a.example\r\n\r\n", "a host" },
        { "CONNECT http://a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n", "a host" },
        { "CONNECT u@a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n", "a host" },
        { "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\nContent-Length: 5\r\n\r\n", "CONNECT with a body" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_could_be_read_in_two_ways_is_refused(string head, string problem)
    {
        Assert.False(RequestHeadParser.TryParse(Encoding.Latin1.GetBytes(head), out RequestHead? parsed, out HttpProblem? found), head);
        Assert.Null(parsed);
        Assert.Contains(problem, found.Text, StringComparison.Ordinal);
        Assert.InRange(found.Status, 400, 499);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", "/")]
    [InlineData("GET /?q=http://b.example/ HTTP/1.1\r\nHost: a.example\r\nX:\r\n\r\n", "/?q=http://b.example/")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: a.example\r\n\r\n", "*")]
    [InlineData("GET http://A.Example./x HTTP/1.1\r\nHost: a.example\r\n\r\n", "/x")]
    [InlineData("GET http://a.example HTTP/1.1\r\nHost: a.example\r\n\r\n", "/")]
    [InlineData("GET http://a.example?x HTTP/1.1\r\nHost: a.example\r\n\r\n", "/?x")]
    [InlineData("GET http://[2001:db8::1]:8080/y HTTP/1.1\r\nHost: [2001:db8::1]:8080\r\n\r\n", "/y")]
    [InlineData("GET /latin HTTP/1.1\r\nHost: a.example\r\nX: \u00e9 \t \r\n\r\n", "/latin")]
    [InlineData("GET /old HTTP/1.0\r\n\r\n", "/old")]
    public void A_plain_head_is_read(string head, string path)
    {
        Assert.True(RequestHeadParser.TryParse(Encoding.Latin1.GetBytes(head), out RequestHead? parsed, out HttpProblem? problem), problem?.Text);
        Assert.Equal(path, parsed.Target.Path);
    }

    [Theory]
    [InlineData("Content-Length: 0", BodyKind.Length, 0)]
    [InlineData("Content-Length: 5", BodyKind.Length, 5)]
    [InlineData("Transfer-Encoding: Chunked", BodyKind.Chunked, 0)]
    [InlineData("X: y", BodyKind.None, 0)]
    public void The_body_is_framed_as_the_head_says(string field, object kind, long length)
    {
        Assert.True(RequestHeadParser.TryParse(Encoding.Latin1.GetBytes($"POST / HTTP/1.1\r\nHost: a.example\r\n{field}\r\n\r\n"), out RequestHead? head, out _));
        Assert.Equal(new BodyFraming((BodyKind)kind, length), head.Body);
    }

    [Fact]
    public void A_128th_field_is_read_and_a_129th_refused()
    {
        string Head(int fields) => "GET / HTTP/1.1\r\nHost: a.example\r\n" + string.Concat(Enumerable.Range(0, fields - 1).Select(i => $"X-{i}: y\r\n")) + "\r\n";
        Assert.True(RequestHeadParser.TryParse(Encoding.Latin1.GetBytes(Head(128)), out _, out _));
        Assert.False(RequestHeadParser.TryParse(Encoding.Latin1.GetBytes(Head(129)), out _, out HttpProblem? problem));
        Assert.Equal(431, problem.Status);
    }
}
