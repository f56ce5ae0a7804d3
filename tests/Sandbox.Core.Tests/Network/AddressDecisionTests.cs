using System.Net;
using Sandbox.Core.Network;

namespace Sandbox.Core.Tests.Network;

/// <summary>NW-04: an allowed name must not lead to the machine itself, its neighbours or a cloud's metadata.</summary>
public sealed class AddressDecisionTests
{
    public static TheoryData<string> Reserved => [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "100.100.100.200", "127.0.0.1", "127.255.255.255",
        "168.63.129.16", "169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1",
        "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fd00:ec2::254", "fd20:ce::254", "fdaa::3", "fc00::1", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "2001:db8::1", "2001::1", "2001:1ff::1",
        "2002:7f00:1::", "3fff::1", "64:ff9b:1::1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "100::1", "4000::1", "5f00::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
    ];

    public static TheoryData<string> Public => [
        "1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "126.255.255.255", "128.0.0.1", "168.63.129.15", "169.253.255.255", "172.15.255.255",
        "172.32.0.1", "192.0.1.1", "192.167.255.255", "192.169.0.1", "198.17.255.255", "198.20.0.1", "223.255.255.255", "2606:4700::1", "2001:200::1", "2003::1",
        "2a00::1", "64:ff9b::808:808", "::ffff:8.8.8.8",
    ];

    [Theory]
    [MemberData(nameof(Reserved))]
    public void A_name_that_leads_to_a_reserved_address_is_refused(string address)
    {
        NetworkRules rules = Rules.Allow("example.com:*", "any:*", "8.0.0.0/8", "168.0.0.0/8", "192.0.0.0/8", "169.0.0.0/8", "100.0.0.0/8", "[fc00::/7]", "[2000::/8]");
        Verdict verdict = rules.DecideAddress(Rules.Host("example.com"), IPAddress.Parse(address), 443);
        if (address is "fc00::1" or "fdff::1" or "fdaa::3")
        {
            Assert.True(verdict.Allowed);
            return;
        }

        Assert.False(verdict.Allowed, verdict.Reason);
        Assert.StartsWith("it leads to ", verdict.Reason, StringComparison.Ordinal);
        Assert.Null(verdict.Rule);
    }

    [Theory]
    [MemberData(nameof(Reserved))]
    public void A_reserved_address_is_refused_by_its_number_too(string address)
    {
        if (HostName.TryParse(address, out HostName? host, out _))
        {
            Assert.False(Rules.Allow("any:*").Decide(host, 443).Allowed);
            Assert.False(Rules.Allow("any:*").DecideAddress(host, host.Address!, 443).Allowed);
        }
    }

    [Theory]
    [MemberData(nameof(Public))]
    public void A_name_may_lead_to_a_public_address(string address)
    {
        Verdict verdict = Rules.Allow("example.com").DecideAddress(Rules.Host("example.com"), IPAddress.Parse(address), 443);
        Assert.True(verdict.Allowed, verdict.Reason);
        Assert.Equal("example.com", verdict.Rule);
        Assert.False(Rules.Allow("example.com").DecideAddress(Rules.Host("example.com"), IPAddress.Parse(address), 22).Allowed);
        Assert.False(Rules.Allow("example.com").DecideAddress(Rules.Host("other.example"), IPAddress.Parse(address), 443).Allowed);
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3", true)]
    [InlineData("10.1.2.3", "10.0.0.0/8", true)]
    [InlineData("10.1.2.3", "10.1.2.0/24:443", true)]
    [InlineData("10.1.2.3", "10.1.2.0/24:80", false)]
    [InlineData("10.1.2.3", "10.1.3.0/24", false)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "127.0.0.0/8", true)]
    [InlineData("::1", "[::1]", true)]
    [InlineData("fdaa::3", "[fdaa::/16]", true)]
    [InlineData("192.168.1.1", "192.0.0.0/8", false)]
    [InlineData("192.168.1.1", "192.168.0.0/16", true)]
    [InlineData("169.254.1.1", "169.254.0.0/16", true)]
    [InlineData("169.254.169.254", "169.254.0.0/16", false)]
    [InlineData("169.254.169.254", "169.254.169.254", true)]
    [InlineData("169.254.169.254", "169.254.169.254:80", false)]
    [InlineData("168.63.129.16", "168.63.0.0/16", false)]
    [InlineData("168.63.129.16", "168.63.129.16", true)]
    [InlineData("100.100.100.200", "100.64.0.0/10", false)]
    [InlineData("fd00:ec2::254", "[fd00::/8]", false)]
    [InlineData("fd00:ec2::254", "[fd00:ec2::254]", true)]
    [InlineData("::ffff:10.1.2.3", "10.0.0.0/8", true)]
    [InlineData("64:ff9b::a01:203", "10.0.0.0/8", false)]
    [InlineData("64:ff9b::a01:203", "[64:ff9b::/96]", false)]
    [InlineData("64:ff9b::a01:203", "[64:ff9b::a01:203]", true)]
    [InlineData("0.0.0.0", "0.0.0.0", false)]
    [InlineData("224.0.0.1", "224.0.0.1", false)]
    [InlineData("255.255.255.255", "255.255.255.255", false)]
    [InlineData("ff02::1", "[ff02::1]", false)]
    public void A_reserved_address_opens_only_when_a_rule_names_it(string address, string rule, bool allowed)
    {
        NetworkRules rules = Rules.Allow("db.internal", rule);
        Verdict verdict = rules.DecideAddress(Rules.Host("db.internal"), IPAddress.Parse(address), 443);
        Assert.Equal(allowed, verdict.Allowed);
        Assert.Equal(allowed ? rule : null, verdict.Rule);
        if (HostName.TryParse(address, out HostName? literal, out _))
        {
            Assert.Equal(allowed, rules.Decide(literal, 443).Allowed);
        }
    }

    [Fact]
    public void A_rule_for_an_address_does_not_open_the_names_that_lead_there() =>
        Assert.False(Rules.Allow("10.0.0.0/8").DecideAddress(Rules.Host("db.internal"), IPAddress.Parse("10.0.0.1"), 443).Allowed);

    [Theory]
    [InlineData("8.8.8.8", "8.8.8.0/24")]
    [InlineData("8.8.8.8", "0.0.0.0/0:443")]
    [InlineData("::ffff:8.8.8.8", "8.8.8.8")]
    [InlineData("64:ff9b::808:808", "8.8.8.8")]
    [InlineData("64:ff9b::808:808", "[64:ff9b::/96]")]
    [InlineData("2606:4700::1", "[2606:4700::/32]")]
    [InlineData("10.0.0.1", "10.0.0.0/8")]
    public void A_denied_address_is_refused_under_every_name(string address, string denial)
    {
        string[] allow = ["example.com", "any", "10.0.0.1"];
        Assert.True(Rules.Allow(allow).DecideAddress(Rules.Host("example.com"), IPAddress.Parse(address), 443).Allowed);
        Verdict verdict = Rules.Of(allow, [denial]).DecideAddress(Rules.Host("example.com"), IPAddress.Parse(address), 443);
        Assert.False(verdict.Allowed);
        Assert.Equal(denial, verdict.Rule);
    }

    [Fact]
    public void An_address_cannot_be_resolved_to_another()
    {
        NetworkRules rules = Rules.Allow("8.8.8.8", "9.9.9.9", "any");
        Assert.True(rules.DecideAddress(Rules.Host("8.8.8.8"), IPAddress.Parse("8.8.8.8"), 443).Allowed);
        Assert.False(rules.DecideAddress(Rules.Host("8.8.8.8"), IPAddress.Parse("9.9.9.9"), 443).Allowed);
        Assert.False(rules.DecideAddress(Rules.Host("8.8.8.8"), IPAddress.Parse("::ffff:8.8.8.8"), 443).Allowed);
    }

    [Fact]
    public void An_address_of_one_interface_is_never_dialled() =>
        Assert.False(Rules.Allow("example.com", "[fe80::/10]").DecideAddress(Rules.Host("example.com"), IPAddress.Parse("fe80::1%2"), 443).Allowed);
}
