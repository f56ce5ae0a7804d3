using Sandbox.Core.Network;

namespace Sandbox.Egress.Tests.Publish;

/// <summary>A published port is on the host's loopback unless another address is written (NW-16).</summary>
public sealed class PublishRuleTests
{
    [Theory]
    [InlineData("8080", "127.0.0.1", 8080, 8080, false)]
    [InlineData("8080:80", "127.0.0.1", 8080, 80, false)]
    [InlineData("localhost:8080:80", "127.0.0.1", 8080, 80, false)]
    [InlineData("127.0.0.1:8080", "127.0.0.1", 8080, 8080, false)]
    [InlineData("127.0.0.2:8080:80", "127.0.0.2", 8080, 80, false)]
    [InlineData("[::1]:8080:80", "::1", 8080, 80, false)]
    [InlineData("0.0.0.0:8080:80", "0.0.0.0", 8080, 80, true)]
    [InlineData("192.168.1.5:8080", "192.168.1.5", 8080, 8080, true)]
    [InlineData("[::]:1:65535", "::", 1, 65535, true)]
    public void A_rule_says_where_to_listen_and_where_it_leads(string text, string host, int hostPort, int port, bool open)
    {
        Assert.True(PublishRule.TryParse(text, out PublishRule? rule, out string problem), problem);
        Assert.Equal((host, hostPort, port, open), (rule.Host.ToString(), rule.HostPort, rule.Port, rule.IsOpen));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("+80")]
    [InlineData(" 80")]
    [InlineData("80:")]
    [InlineData(":80")]
    [InlineData("80:80:80")]
    [InlineData("1:2:3:4")]
    [InlineData("example.com:80")]
    [InlineData("127.1:80")]
    [InlineData("::1:80")]
    [InlineData("[::1]80")]
    [InlineData("[127.0.0.1:80")]
    [InlineData("80/udp")]
    [InlineData("8\u0660")]
    public void Anything_else_is_refused_with_what_to_write(string text)
    {
        Assert.False(PublishRule.TryParse(text, out _, out string problem));
        Assert.Contains("PORT", problem.ToUpperInvariant(), StringComparison.Ordinal);
    }
}
