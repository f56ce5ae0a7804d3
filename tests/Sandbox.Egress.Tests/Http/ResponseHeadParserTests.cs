using System.Text;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Tests.Http;

public sealed class ResponseHeadParserTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", false, BodyKind.UntilClose)]
    [InlineData("HTTP/1.1 200\r\nContent-Length: 3\r\n\r\n", false, BodyKind.Length)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", false, BodyKind.Chunked)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", true, BodyKind.None)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", false, BodyKind.None)]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n", false, BodyKind.None)]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", false, BodyKind.None)]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n", false, BodyKind.UntilClose)]
    public void A_response_has_the_body_that_its_status_and_fields_give_it(string head, bool toHead, object kind)
    {
        Assert.True(ResponseHeadParser.TryParse(Encoding.Latin1.GetBytes(head), out ResponseHead? response, out HttpProblem? problem), problem?.Text);
        Assert.Equal((BodyKind)kind, response.Body(toHead).Kind);
    }

    [Theory]
    [InlineData("HTTP/2 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 +20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 099 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 600 OK\r\n\r\n")]
    [InlineData("HTTP/1.1  200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 O\0K\r\n\r\n")]
    [InlineData("ICY 200 OK\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n")]
    public void An_answer_that_could_split_is_refused(string head) =>
        Assert.False(ResponseHeadParser.TryParse(Encoding.Latin1.GetBytes(head), out _, out _));
}
