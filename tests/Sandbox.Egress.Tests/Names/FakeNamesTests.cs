using System.Net;
using Sandbox.Core.Network;
using Sandbox.Egress.Names;
using Sandbox.Egress.Tests.Dns;

namespace Sandbox.Egress.Tests.Names;

public sealed class FakeNamesTests
{
    [Fact]
    public void A_name_and_its_address_find_each_other_for_good()
    {
        FakeNames names = new();
        Dictionary<IPAddress, HostName> given = [];
        for (int i = 0; i < 1_000; i++)
        {
            HostName host = DnsWorld.Host($"x{i}.example");
            Assert.True(names.TryGetAddress(host, out IPAddress? address));
            Assert.True(FakeNames.Network.Contains(address));
            given.Add(address, host);
        }

        Assert.All(given, pair =>
        {
            Assert.Equal(pair.Value, names.Find(pair.Key));
            Assert.True(names.TryGetAddress(pair.Value, out IPAddress? again));
            Assert.Equal(pair.Key, again);
        });
    }

    [Fact]
    public void An_address_that_was_not_given_has_no_name()
    {
        FakeNames names = new();
        Assert.True(names.TryGetAddress(DnsWorld.Host("a.example"), out IPAddress? given));
        Assert.Equal("198.18.1.1", given.ToString());
        foreach (string address in new[] { "198.18.1.0", "198.18.1.2", "198.18.0.0", "198.19.255.255", "10.0.2.3", "0.0.0.0", "255.255.255.255", "::1", "::ffff:198.18.1.1" })
        {
            Assert.Null(names.Find(IPAddress.Parse(address)));
        }
    }

    [Fact]
    public void An_address_stands_for_itself_and_gets_none()
    {
        FakeNames names = new();
        Assert.False(names.TryGetAddress(DnsWorld.Host("8.8.8.8"), out _));
        Assert.False(names.TryGetAddress(DnsWorld.Host("::1"), out _));
    }

    [Fact]
    public void The_map_is_bounded_and_lies_within_its_range()
    {
        FakeNames names = new();
        for (int i = 0; i < FakeNames.Capacity; i++)
        {
            Assert.True(names.TryGetAddress(DnsWorld.Host($"x{i}.example"), out IPAddress? address));
            Assert.True(FakeNames.Network.Contains(address));
        }

        Assert.False(names.TryGetAddress(DnsWorld.Host("late.example"), out _));
        Assert.True(names.TryGetAddress(DnsWorld.Host("x0.example"), out _));
    }

    [Fact]
    public void Many_threads_agree()
    {
        FakeNames names = new();
        string[][] seen = new string[8][];
        _ = Parallel.For(0, seen.Length, t => seen[t] = [.. Enumerable.Range(0, 2_000).Select(i => names.TryGetAddress(DnsWorld.Host($"x{i}.example"), out IPAddress? a) ? a.ToString() : "none")]);
        Assert.All(seen, s => Assert.Equal(seen[0], s));
        Assert.Equal(2_000, seen[0].Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Names_of_rules_are_reserved()
    {
        FakeNames names = new();
        names.Reserve(DnsWorld.Read(["b.example", "*.wild.example", "a.example:22", "10.0.0.0/8", "any"]));
        Assert.Equal("b.example", names.Find(IPAddress.Parse("198.18.1.1"))?.ToString());
        Assert.Equal("a.example", names.Find(IPAddress.Parse("198.18.1.2"))?.ToString());
        Assert.Null(names.Find(IPAddress.Parse("198.18.1.3")));
    }
}
