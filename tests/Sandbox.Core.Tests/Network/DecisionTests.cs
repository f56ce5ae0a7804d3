using System.Diagnostics;
using System.Globalization;
using Sandbox.Core.Network;

namespace Sandbox.Core.Tests.Network;

/// <summary>NW-02, NW-09: which host and port the rules let through.</summary>
public sealed class DecisionTests
{
    [Fact]
    public void No_rule_allows_nothing()
    {
        foreach (NetworkRules rules in new[] { Rules.Allow(), NetworkRules.Nothing, Rules.Of([], [], "locked"), Rules.Of([], ["example.com"]) })
        {
            foreach (string host in new[] { "example.com", "localhost", "192.0.2.7", "8.8.8.8", "::1", "2606:4700::1" })
            {
                Verdict verdict = rules.Decide(host, 443);
                Assert.False(verdict.Allowed);
                Assert.False(rules.MayHave(Rules.Host(host)));
            }
        }
    }

    [Theory]
    [InlineData("example.com", "example.com", true)]
    [InlineData("example.com", "EXAMPLE.com.", true)]
    [InlineData("EXAMPLE.COM.", "example.com", true)]
    [InlineData("example.com", "www.example.com", false)]
    [InlineData("example.com", "evilexample.com", false)]
    [InlineData("example.com", "example.com.evil", false)]
    [InlineData("example.com", "com", false)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("*.example.com", "a.example.com", true)]
    [InlineData("*.example.com", "a.b.example.com", true)]
    [InlineData("*.EXAMPLE.com.", "a.b.example.com", true)]
    [InlineData("*.example.com", "evilexample.com", false)]
    [InlineData("*.example.com", "a.example.com.evil", false)]
    [InlineData("*.github.io", "x.github.io", true)]
    [InlineData("any", "example.com", true)]
    [InlineData("any", "8.8.8.8", true)]
    [InlineData("any", "2606:4700::1", true)]
    [InlineData("any", "10.0.0.1", false)]
    [InlineData("any", "localhost", true)]
    [InlineData("8.8.8.8", "8.8.8.8", true)]
    [InlineData("8.8.8.8", "8.8.8.9", false)]
    [InlineData("8.8.8.0/24", "8.8.8.9", true)]
    [InlineData("8.8.8.0/24", "8.8.9.9", false)]
    [InlineData("8.8.8.0/24", "example.com", false)]
    [InlineData("[2606:4700::/32]", "2606:4700::1", true)]
    [InlineData("[2606:4700::/32]", "2606:4701::1", false)]
    [InlineData("xn--80ak6aa92e.com", "apple.com", false)]
    [InlineData("apple.com", "xn--80ak6aa92e.com", false)]
    public void A_rule_allows_what_it_names(string rule, string host, bool allowed)
    {
        Verdict verdict = Rules.Allow(rule).Decide(host, 443);
        Assert.Equal(allowed, verdict.Allowed);
        Assert.Equal(allowed ? rule : null, verdict.Rule);
        Assert.Equal(allowed, Rules.Allow(rule).Decide(host, 80).Allowed);
        Assert.False(Rules.Allow(rule).Decide(host, 22).Allowed);
        Assert.Equal(allowed, Rules.Allow(rule + ":*").Decide(host, 22).Allowed);
        Assert.Equal(allowed, Rules.Allow(rule + ":22").Decide(host, 22).Allowed);
        Assert.False(Rules.Allow(rule + ":22").Decide(host, 443).Allowed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65536)]
    [InlineData(int.MaxValue)]
    public void What_is_no_port_is_refused_whatever_the_rules(int port)
    {
        NetworkRules rules = Rules.Allow("example.com:*", "any:*");
        Assert.False(rules.Decide("example.com", port).Allowed);
        Assert.Null(rules.Decide("example.com", port).Remedy);
        Assert.True(rules.Decide("example.com", 65535).Allowed);
    }

    [Theory]
    [InlineData("example.com", "example.com", 443)]
    [InlineData("example.com:443", "example.com", 443)]
    [InlineData("*.com", "example.com", 443)]
    [InlineData("any", "example.com", 443)]
    [InlineData("any:443", "example.com", 443)]
    [InlineData("any", "8.8.8.8", 443)]
    [InlineData("0.0.0.0/0", "8.8.8.8", 443)]
    [InlineData("8.0.0.0/7", "8.8.8.8", 443)]
    [InlineData("example.com", "example.com", 5432)]
    public void A_denial_wins_whatever_the_order_and_has_no_remedy(string denial, string host, int port)
    {
        string[] allow = ["any:*", host + ":*", "8.8.8.8:*"];
        foreach (string[] order in new[] { allow, [.. allow.Reverse()] })
        {
            Assert.True(Rules.Allow(order).Decide(host, port).Allowed);
            Verdict verdict = Rules.Of(order, [denial]).Decide(host, port);
            Assert.False(verdict.Allowed);
            Assert.Equal(denial, verdict.Rule);
            Assert.Contains("denied", verdict.Reason, StringComparison.Ordinal);
            Assert.Null(verdict.Remedy);
        }
    }

    [Fact]
    public void A_denied_port_leaves_the_others()
    {
        NetworkRules rules = Rules.Of(["example.com"], ["example.com:80"]);
        Assert.True(rules.Decide("example.com", 443).Allowed);
        Assert.False(rules.Decide("example.com", 80).Allowed);
        Assert.True(rules.MayHave(Rules.Host("example.com")));
        Assert.False(Rules.Of(["example.com"], ["example.com:80", "any:443"]).MayHave(Rules.Host("example.com")));
        Assert.False(Rules.Of(["example.com:*"], ["*.com"]).MayHave(Rules.Host("example.com")));
        Assert.True(Rules.Of(["example.com:*"], ["example.com:443"]).MayHave(Rules.Host("example.com")));
    }

    [Theory]
    [InlineData("example.com", 443, "--allow example.com:443")]
    [InlineData("192.0.2.7", 22, "--allow 192.0.2.7:22")]
    [InlineData("2606:4700::1", 443, "--allow [2606:4700::1]:443")]
    [InlineData("10.1.2.3", 5432, "--allow 10.1.2.3:5432")]
    [InlineData("169.254.169.254", 80, "--allow 169.254.169.254:80")]
    public void The_remedy_of_a_refusal_is_an_entry_that_allows_exactly_that(string host, int port, string remedy)
    {
        Verdict refused = Rules.Allow("other.example").Decide(host, port);
        Assert.False(refused.Allowed);
        Assert.Equal(remedy, refused.Remedy);
        NetworkRules after = Rules.Allow(remedy["--allow ".Length..]);
        Assert.True(after.Decide(host, port).Allowed);
        Assert.False(after.Decide(host, port + 1).Allowed);
    }

    [Fact]
    public void A_refused_port_names_the_allowed_ones() =>
        Assert.Equal("no rule allows port 22, only 80, 443", Rules.Allow("example.com").Decide("example.com", 22).Reason);

    [Fact]
    public void The_ports_are_those_that_rules_allow_and_the_common_ones()
    {
        Assert.Equal([22, 80, 443], NetworkRules.Nothing.Ports);
        Assert.Equal([22, 80, 443, 5432, 9418], Rules.Of(["a:5432", "b:*", "[::1]:9418"], ["c:99"]).Ports);
    }

    [Fact]
    public void Ten_thousand_rules_are_as_fast_as_ten()
    {
        string[] Entries(int count) => [.. Enumerable.Range(0, count).Select(i => (i % 4) switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $"host{i}.example.com"),
            1 => string.Create(CultureInfo.InvariantCulture, $"*.zone{i}.example.com:{(i % 60000) + 1}"),
            2 => string.Create(CultureInfo.InvariantCulture, $"11.{i / 256 % 256}.{i % 256}.0/24"),
            _ => string.Create(CultureInfo.InvariantCulture, $"same.example.com:{(i % 60000) + 1}"),
        })];
        Stopwatch reading = Stopwatch.StartNew();
        NetworkRules many = Rules.Of(Entries(10_000), [.. Entries(10_000).Select(e => e.Replace("example", "denied", StringComparison.Ordinal))]);
        Assert.True(reading.Elapsed < TimeSpan.FromSeconds(5), $"reading took {reading.Elapsed}");

        NetworkRules few = Rules.Of(Entries(10), Entries(10));
        double small = Cost(few);
        double large = Cost(many);
        Assert.True(large < (small * 10) + 20, $"a decision takes {large} us with 10,000 rules and {small} us with 10");
    }

    // Microseconds of one decision, the best of several rounds.
    private static double Cost(NetworkRules rules)
    {
        HostName[] hosts = [.. new[] { "a.b.c.d.e.f.nowhere.test", "x.zone1.example.com", "11.0.2.9", "same.example.com" }.Select(Rules.Host)];
        return Enumerable.Range(0, 20).Min(round =>
        {
            Stopwatch watch = Stopwatch.StartNew();
            for (int i = 0; i < 2_000; i++)
            {
                _ = rules.Decide(hosts[i % hosts.Length], 443);
                _ = rules.MayHave(hosts[i % hosts.Length]);
            }

            return watch.Elapsed.TotalMicroseconds / 2_000;
        });
    }
}
