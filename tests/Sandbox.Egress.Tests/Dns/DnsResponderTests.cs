using System.Net;
using Sandbox.Egress.Log;
using Sandbox.Egress.Names;

namespace Sandbox.Egress.Tests.Dns;

/// <summary>NW-11: what a name tells, and to whom: nobody.</summary>
public sealed class DnsResponderTests
{
    private const int Good = 0;
    private const int NoSuchName = 3;
    private const int Refused = 5;

    private readonly DnsWorld _world = new(["example.com", "*.wild.example:22", "10.0.0.0/8", "8.8.8.8"], "bad.wild.example");

    [Theory]
    [InlineData("example.com")]
    [InlineData("EXAMPLE.com")]
    [InlineData("a.b.wild.example")]
    public void A_name_that_may_be_reached_has_an_address_that_stands_for_it(string name)
    {
        DnsAnswer answer = _world.Ask(name);
        Assert.Equal(Good, answer.Code);
        Assert.Equal(name, answer.Name);
        Assert.Equal(60u, answer.TimeToLive);
        IPAddress address = IPAddress.Parse(answer.Data!);
        Assert.True(FakeNames.Network.Contains(address));
        Assert.Equal(DnsWorld.Host(name), _world.Names.Find(address));
        Assert.Equal(answer.Data, _world.Ask(name.ToUpperInvariant()).Data);
        Assert.Empty(_world.Records);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("www.example.com")]
    [InlineData("example.com.evil")]
    [InlineData("evilexample.com")]
    [InlineData("wild.example")]
    [InlineData("bad.wild.example")]
    [InlineData("nbswy3dpeb3w64tmmq.t.c2.example")]
    [InlineData("com")]
    [InlineData("8.8.8.8")]
    [InlineData("10.0.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("_https._tcp.example.com")]
    [InlineData("exam_ple.com")]
    [InlineData("example\0.com")]
    [InlineData("example.com\0")]
    [InlineData("exa mple.com")]
    [InlineData("\u00AD.com")]
    [InlineData("metadata.google.internal")]
    [InlineData("")]
    public void Any_other_name_does_not_exist_whatever_is_asked_about_it(string name)
    {
        foreach (ushort type in new ushort[] { 1, 28, 16, 65, 33, 12, 255 })
        {
            DnsAnswer answer = _world.Ask(name, type);
            Assert.Equal(NoSuchName, answer.Code);
            Assert.Null(answer.Data);
        }

        EgressRecord record = Assert.Single(_world.Records);
        Assert.Equal("dns", record.Via);
        Assert.Equal(0, record.Port);
        Assert.False(record.Allowed);
        Assert.NotEmpty(record.Reason);
        Assert.DoesNotContain('\0', record.Host);
    }

    [Theory]
    [InlineData(28)]
    [InlineData(65)]
    [InlineData(64)]
    [InlineData(16)]
    [InlineData(15)]
    [InlineData(33)]
    [InlineData(6)]
    [InlineData(255)]
    [InlineData(0)]
    [InlineData(65535)]
    public void Of_an_allowed_name_there_are_no_other_records(int type)
    {
        DnsAnswer answer = _world.Ask("example.com", (ushort)type);
        Assert.Equal(Good, answer.Code);
        Assert.Null(answer.Data);
        Assert.NotNull(_world.Ask("example.com").Data);
    }

    [Fact]
    public void A_dot_inside_a_label_makes_no_other_name()
    {
        Assert.Equal(NoSuchName, _world.Ask(DnsWire.Message(1, 0, [DnsWire.Question(DnsWire.Labels("example.com"), 1)], [])).Code);
        Assert.Equal(NoSuchName, _world.Ask(DnsWire.Message(1, 0, [DnsWire.Question(DnsWire.Labels("x.wild", "example"), 1)], [])).Code);
        Assert.Equal(Good, _world.Ask("x.wild.example").Code);
        Assert.Contains("holds a dot", _world.Records[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void With_no_rule_no_name_exists()
    {
        DnsWorld closed = new([]);
        Assert.Equal(NoSuchName, closed.Ask("example.com").Code);
        Assert.Equal(Good, _world.Ask("example.com").Code);
    }

    [Fact]
    public void A_new_set_of_rules_counts_from_the_next_query()
    {
        Assert.Equal(NoSuchName, _world.Ask("later.example").Code);
        _world.Rules = DnsWorld.Read(["later.example"]);
        Assert.Equal(Good, _world.Ask("later.example").Code);
        Assert.Equal(NoSuchName, _world.Ask("example.com").Code);
    }

    [Fact]
    public void An_address_that_stands_for_a_name_is_answered_by_it()
    {
        string address = _world.Ask("a.wild.example").Data!;
        string reverse = string.Join('.', address.Split('.').Reverse()) + ".in-addr.arpa";
        Assert.Equal("a.wild.example", _world.Ask(reverse, DnsWire.Ptr).Data);
        Assert.Equal("a.wild.example", _world.Ask(reverse.ToUpperInvariant(), DnsWire.Ptr).Data);
        Assert.Null(_world.Ask(reverse).Data);
        Assert.Equal(Good, _world.Ask(reverse).Code);
        Assert.Equal("localhost", _world.Ask("1.0.0.127.in-addr.arpa", DnsWire.Ptr).Data);
    }

    [Theory]
    [InlineData("1.0.18.198.in-addr.arpa")]
    [InlineData("8.8.8.8.in-addr.arpa")]
    [InlineData("1.1.18.198.x.in-addr.arpa")]
    [InlineData("01.1.18.198.in-addr.arpa")]
    [InlineData("18.198.in-addr.arpa")]
    [InlineData("1.in-addr.arpa")]
    [InlineData("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa")]
    public void Any_other_address_has_no_name_and_nobody_is_told(string reverse)
    {
        Assert.Equal(NoSuchName, _world.Ask(reverse, DnsWire.Ptr).Code);
        Assert.Empty(_world.Records);
    }

    [Theory]
    [InlineData("localhost", 1, "127.0.0.1")]
    [InlineData("db.localhost", 1, "127.0.0.1")]
    [InlineData("LOCALHOST", 28, "::1")]
    [InlineData("localhost", 16, null)]
    public void Localhost_is_the_sandbox(string name, int type, string? data)
    {
        DnsAnswer answer = _world.Ask(name, (ushort)type);
        Assert.Equal(Good, answer.Code);
        Assert.Equal(data, answer.Data);
        Assert.Equal(NoSuchName, _world.Ask("evillocalhost").Code);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(1, 255)]
    [InlineData(252, 1)]
    [InlineData(251, 1)]
    public void Other_classes_and_transfers_are_refused(int type, int kind) =>
        Assert.Equal(Refused, _world.Ask(DnsWire.Query("example.com", (ushort)type, kind: (ushort)kind)).Code);

    [Fact]
    public void When_the_map_is_full_new_names_fail_and_old_and_reserved_ones_do_not()
    {
        DnsWorld world = new(["named.example", "*.wild.example"]);
        world.Names.Reserve(world.Rules);
        for (int i = 0; i < FakeNames.Capacity - 1; i++)
        {
            Assert.Equal(Good, world.Ask($"x{i}.wild.example").Code);
        }

        Assert.Equal(2, world.Ask("one-more.wild.example").Code);
        Assert.Equal(Good, world.Ask("x5.wild.example").Code);
        Assert.Equal(Good, world.Ask("named.example").Code);
        Assert.Contains("more names", Assert.Single(world.Records).Reason, StringComparison.Ordinal);
    }
}
