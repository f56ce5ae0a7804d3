using Sandbox.Egress.Dns;
using Sandbox.Egress.Log;

namespace Sandbox.Egress.Tests.Dns;

/// <summary>A program that looks up names by the thousand fills neither the log nor the memory.</summary>
public sealed class DnsRefusalTests
{
    private readonly DnsWorld _world = new(["ok.example"], "denied.example");

    [Fact]
    public void A_name_is_listed_once_in_a_while()
    {
        for (int i = 0; i < 1_000; i++)
        {
            _ = _world.Ask(i % 2 == 0 ? "evil.example" : "EVIL.example");
        }

        Assert.Equal(["evil.example"], _world.Records.Select(r => r.Host));
        _world.Clock.Pass(DnsRefusals.Interval - TimeSpan.FromTicks(1));
        _ = _world.Ask("evil.example");
        _ = Assert.Single(_world.Records);
        _world.Clock.Pass(TimeSpan.FromTicks(1));
        _ = _world.Ask("evil.example");
        Assert.Equal(2, _world.Records.Length);
    }

    [Fact]
    public void A_flood_of_names_is_cut_and_says_so()
    {
        for (int i = 0; i < 10_000; i++)
        {
            _ = _world.Ask($"x{i}.evil.example");
        }

        Assert.Equal(DnsRefusals.MaxNames + 1, _world.Records.Length);
        Assert.Equal("(more names)", _world.Records[^1].Host);
        _world.Clock.Pass(DnsRefusals.Interval);
        _ = _world.Ask("y.evil.example");
        Assert.Equal("y.evil.example", _world.Records[^1].Host);
    }

    [Fact]
    public void A_full_list_is_no_news_of_a_name_on_it()
    {
        for (int i = 0; i < DnsRefusals.MaxNames; i++)
        {
            _ = _world.Ask($"x{i}.evil.example");
        }

        _ = _world.Ask("x0.evil.example");
        Assert.Equal(DnsRefusals.MaxNames, _world.Records.Length);
    }

    [Fact]
    public void A_refusal_names_the_rule_or_what_would_allow_it()
    {
        _ = _world.Ask("evil.example");
        _ = _world.Ask("denied.example");
        EgressRecord unnamed = _world.Records[0];
        EgressRecord denied = _world.Records[1];
        Assert.Equal(("no rule allows it", "--allow evil.example", null), (unnamed.Reason, unnamed.Remedy, unnamed.Rule));
        Assert.Equal(("denied by rule denied.example", null, "denied.example"), (denied.Reason, denied.Remedy, denied.Rule));
        Assert.Equal(_world.Clock.GetUtcNow(), unnamed.Time);
    }

    [Fact]
    public void What_is_no_name_is_listed_in_printable_form()
    {
        _ = _world.Ask("\u001b[2J\n.\u009b31m");
        Assert.Equal("\\u001b[2J\\n.\\u009b31m", Assert.Single(_world.Records).Host);
    }
}
