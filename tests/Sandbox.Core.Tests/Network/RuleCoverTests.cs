using System.Net;
using Sandbox.Core.Network;

namespace Sandbox.Core.Tests.Network;

/// <summary>What is said to be covered already: adding it to the rules must change no decision.</summary>
public sealed class RuleCoverTests
{
    private const int Rounds = 1000;

    private static readonly string[] Places =
    [
        "a.test", "b.a.test", "c.b.a.test", "ba.test", "*.a.test", "*.b.a.test", "any", "8.8.8.8", "8.8.8.0/24", "10.0.0.1", "10.0.0.0/8", "10.0.0.0/16", "169.254.0.0/16", "169.254.169.254",
        "127.0.0.0/8", "127.0.0.1", "100.0.0.0/8", "100.64.0.0/10", "[fd00::/8]", "[fd00::1]",
    ];

    private static readonly string[] PortTexts = ["", ":*", ":443", ":22"];
    private static readonly int[] Ports = [22, 80, 443, 5000];
    private static readonly string[] Names = ["a.test", "b.a.test", "c.b.a.test", "ba.test", "test", "8.8.8.8", "10.0.0.1", "10.2.3.4", "169.254.169.254", "169.254.1.1", "100.64.0.1", "127.0.0.1", "fd00::1"];
    private static readonly string[] Addresses = ["8.8.8.8", "10.0.0.1", "10.2.3.4", "169.254.169.254", "169.254.1.1", "100.64.0.1", "127.0.0.1", "fd00::1", "::ffff:10.0.0.1"];

    [Fact]
    public void A_covered_rule_opens_nothing_new()
    {
        Random random = new(20260904);
        int covered = 0;
        int opening = 0;
        for (int i = 0; i < Rounds; i++)
        {
            string[] allow = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Entry(random))];
            string more = Entry(random);
            NetworkRules before = Rules.Allow(allow);
            NetworkRules after = Rules.Allow([.. allow, more]);
            bool opens = Answers(after).Except(Answers(before), StringComparer.Ordinal).Any();
            bool covers = NetworkRuleCover.Covers(before.Allow, after.Allow[^1]);
            covered += covers ? 1 : 0;
            opening += opens ? 1 : 0;
            Assert.False(covers && opens, $"{more} with {string.Join(' ', allow)}");
        }

        Assert.InRange(covered, Rounds / 20, Rounds / 2);
        Assert.InRange(opening, Rounds / 10, Rounds * 9 / 10);
    }

    [Theory]
    [InlineData("a.test:443", true, "a.test")]
    [InlineData("a.test", false, "a.test:443")]
    [InlineData("a.test", true, "a.test:443", "a.test:80")]
    [InlineData("a.test:*", false, "a.test:443", "a.test:80")]
    [InlineData("b.a.test", true, "*.a.test")]
    [InlineData("a.test", false, "*.a.test")]
    [InlineData("*.b.a.test", true, "*.a.test")]
    [InlineData("ba.test", false, "*.a.test")]
    [InlineData("*.a.test", true, "any")]
    [InlineData("any", false, "*.a.test", "a.test")]
    [InlineData("8.8.8.8", false, "any")]
    [InlineData("10.0.0.1", false, "10.0.0.0/8")]
    [InlineData("10.0.0.0/8:80", true, "10.0.0.0/8")]
    public void In_doubt_it_is_not_covered(string rule, bool covered, params string[] allow) =>
        Assert.Equal(covered, NetworkRuleCover.Covers(Rules.Allow(allow).Allow, Rules.Allow(rule).Allow[0]));

    private static string Entry(Random random) => Places[random.Next(Places.Length)] + PortTexts[random.Next(PortTexts.Length)];

    private static IEnumerable<string> Answers(NetworkRules rules) =>
        from name in Names
        let host = Rules.Host(name)
        from port in Ports
        from address in host.Address is { } own ? [own] : Addresses.Select(IPAddress.Parse)
        where rules.DecideAddress(host, address, port).Allowed
        select FormattableString.Invariant($"{name} {address} {port}");
}
