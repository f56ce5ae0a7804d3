using System.Globalization;
using System.Net;
using Sandbox.Core.Network;

namespace Sandbox.Core.Tests.Network;

/// <summary>The tables against a slow and obvious reading of the same rules; and what holds of every set of rules.</summary>
public sealed class DecisionPropertyTests
{
    private const int Rounds = 10_000;

    private static readonly string[] Places =
        ["a.test", "b.a.test", "c.b.a.test", "ba.test", "*.a.test", "*.b.a.test", "any", "8.8.8.8", "8.8.8.0/24", "8.0.0.0/8", "10.0.0.1", "10.0.0.0/8", "127.0.0.1", "[2606::1]", "[2606::/32]", "[fd00::/8]"];

    private static readonly string[] PortTexts = ["", ":*", ":443", ":22"];
    private static readonly int[] Ports = [22, 80, 443, 5000];
    private static readonly string[] Hosts = ["a.test", "b.a.test", "c.b.a.test", "ba.test", "test", "8.8.8.8", "8.8.9.9", "9.9.9.9", "10.0.0.1", "10.2.3.4", "127.0.0.1", "2606::1", "2606::2", "fd00::1"];
    private static readonly string[] Addresses = ["8.8.8.8", "9.9.9.9", "10.0.0.1", "10.2.3.4", "127.0.0.1", "2606::1", "fd00::1", "::ffff:10.0.0.1"];

    [Fact]
    public void Decisions_are_those_of_the_obvious_reading()
    {
        Random random = new(20260702);
        int allowedCount = 0;
        for (int i = 0; i < Rounds; i++)
        {
            string[] allow = Entries(random, 1, 12);
            string[] deny = Entries(random, 0, 1);
            NetworkRules rules = Rules.Of(allow, deny);
            string host = random.GetItems(Hosts, 1)[0];
            int port = random.GetItems(Ports, 1)[0];
            bool expected = Expected(allow, deny, host, port);
            allowedCount += expected ? 1 : 0;
            string what = $"{host}:{port} with {string.Join(' ', allow)} without {string.Join(' ', deny)}";
            Assert.True(expected == rules.Decide(host, port).Allowed, what);
            Assert.True(!expected || rules.MayHave(Rules.Host(host)), what);
            Assert.True(rules.MayHave(Rules.Host(host)) || Ports.All(p => !rules.Decide(host, p).Allowed), what);
        }

        Assert.InRange(allowedCount, Rounds / 5, Rounds * 4 / 5);
    }

    [Fact]
    public void Order_does_not_matter_and_a_rule_more_only_does_what_it_is_for()
    {
        Random random = new(20260703);
        int differences = 0;
        for (int i = 0; i < Rounds; i++)
        {
            string[] allow = Entries(random, 1, 12);
            string[] deny = Entries(random, 0, 1);
            HostName host = Rules.Host(random.GetItems(Hosts, 1)[0]);
            string more = random.Next(2) == 0 ? Entries(random, 1, 1)[0] : host.ToString().Contains(':', StringComparison.Ordinal) ? $"[{host}]:*" : $"{host}:*";
            IPAddress address = host.Address ?? IPAddress.Parse(random.GetItems(Addresses, 1)[0]);
            int port = random.GetItems(Ports, 1)[0];
            bool Answer(string[] a, string[] d) => Rules.Of(a, d).DecideAddress(host, address, port).Allowed;

            bool before = Answer(allow, deny);
            bool allowedMore = Answer([.. allow, more], deny);
            bool deniedMore = Answer(allow, [.. deny, more]);
            string what = $"{host} at {address}:{port} with {string.Join(' ', allow)} without {string.Join(' ', deny)} and {more}";
            Assert.True(before == Answer([.. allow.Reverse()], [.. deny.Reverse()]), what);
            Assert.True(allowedMore || !before, what);
            Assert.True(before || !deniedMore, what);
            Assert.True(!before || Rules.Of(allow, deny).Decide(host, port).Allowed, what);
            differences += allowedMore != before || deniedMore != before ? 1 : 0;
        }

        Assert.InRange(differences, Rounds / 10, Rounds);
    }

    private static string[] Entries(Random random, int least, int most) =>
        [.. Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => random.GetItems(Places, 1)[0] + random.GetItems(PortTexts, 1)[0])];

    private static bool Expected(string[] allow, string[] deny, string host, int port)
    {
        IEnumerable<string> naming = allow.Where(e => HasPort(e, port, web: true) && Names(Place(e), host));
        bool open = IsReserved(host) ? naming.Any(e => Place(e) is not ("any" or "8.0.0.0/8")) : naming.Any();
        return open && !deny.Any(e => HasPort(e, port, web: false) && Names(Place(e), host));
    }

    private static string Place(string entry) => PortTexts.Skip(1).Aggregate(entry, (e, p) => e.EndsWith(p, StringComparison.Ordinal) ? e[..^p.Length] : e);

    private static bool HasPort(string entry, int port, bool web)
    {
        string text = entry[Place(entry).Length..];
        return text == ":*" || (text.Length == 0 ? !web || port is 80 or 443 : text == string.Create(CultureInfo.InvariantCulture, $":{port}"));
    }

    private static bool Names(string place, string host)
    {
        bool isAddress = IPAddress.TryParse(host, out IPAddress? address);
        return place switch
        {
            "any" => true,
            ['*', .. var below] => !isAddress && host.EndsWith(below, StringComparison.Ordinal),
            _ when place.Contains('/', StringComparison.Ordinal) => isAddress && IPNetwork.Parse(place.Trim('[', ']')).Contains(address!),
            _ => string.Equals(place.Trim('[', ']'), host, StringComparison.Ordinal),
        };
    }

    private static bool IsReserved(string host) => host.StartsWith("10.", StringComparison.Ordinal) || host is "127.0.0.1" or "fd00::1";
}
