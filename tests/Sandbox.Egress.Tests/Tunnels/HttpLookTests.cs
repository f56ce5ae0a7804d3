using System.Text;
using Sandbox.Egress.Tunnels;

namespace Sandbox.Egress.Tests.Tunnels;

/// <summary>What any server might take for an HTTP request is seen as one; other protocols are left alone.</summary>
public sealed class HttpLookTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("GET / HTTP/1.1\n")]
    [InlineData("get / http/1.0\r\n")]
    [InlineData("\r\n\r\nGET / HTTP/1.1\r\n")]
    [InlineData("  GET / HTTP/1.1\r\n")]
    [InlineData("GET\t/\tHTTP/1.1\r\n")]
    [InlineData("GET /a b c HTTP/1.1\r\n")]
    [InlineData("GET / HTTP/1.1 x\r\n")]
    [InlineData("FOO-BAR!x * HTTP/9.9\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    [InlineData("CONNECT a:443 HTTP/1.1\r\n")]
    public void A_request_is_seen(string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        int line = text.IndexOf('\n', text.TrimStart().Length == text.Length ? 0 : text.Length - text.TrimStart().Length);

        Assert.True(HttpLook.IsRequest(bytes));
        Assert.All(Enumerable.Range(0, line + 1), n => Assert.Null(HttpLook.IsRequest(bytes.AsSpan(0, n))));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2p1\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")]
    [InlineData("EHLO me\r\n")]
    [InlineData("USER anonymous\r\n")]
    [InlineData("PING\r\n")]
    [InlineData("*1\r\n$4\r\nPING\r\n")]
    [InlineData("get key\r\n")]
    [InlineData("GET /\r\n")]
    [InlineData("0032git-upload-pack /project.git\0host=example.com\0")]
    [InlineData("AMQP\0\0\u0009\u0001")]
    [InlineData("\0\0\0\u0008")]
    [InlineData("\u0005\u0001\0")]
    [InlineData("A-method-that-is-longer-than-any-that-there-is / HTTP/1.1\r\n")]
    public void Other_protocols_are_not(string text) => Assert.False(HttpLook.IsRequest(Encoding.Latin1.GetBytes(text)));
}
