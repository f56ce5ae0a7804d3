using Sandbox.Egress.Log;

namespace Sandbox.Egress.Tests.Log;

/// <summary>What is said when the sandbox ends.</summary>
public sealed class EgressSummaryTests : IEgressLog
{
    private readonly List<EgressRecord> _passed = [];
    private readonly EgressSummary _summary;

    public EgressSummaryTests() => _summary = new EgressSummary(this);

    void IEgressLog.Write(EgressRecord record) => _passed.Add(record);

    [Fact]
    public void Nothing_is_said_of_nothing() => Assert.Empty(_summary.Text());

    [Fact]
    public void Hosts_are_listed_with_bytes_and_refusals_with_what_would_allow_them()
    {
        EgressRecord small = EgressLogTests.Record("small.example") with { Sent = 10, Received = 20 };
        EgressRecord large = EgressLogTests.Record("large.example") with { Sent = 1 << 20, Received = 3 << 20 };
        EgressRecord refused = EgressLogTests.Record("evil.example", allowed: false, reason: "no rule allows it") with { Remedy = "--allow evil.example:443" };
        EgressRecord denied = EgressLogTests.Record("denied.example", 22, allowed: false, reason: "denied by rule denied.example");
        foreach (EgressRecord record in new[] { small, large, small, refused, denied, refused })
        {
            _summary.Write(record);
        }

        Assert.Equal(6, _passed.Count);
        Assert.Equal(
            """
            network: reached
              large.example:443: 1 connection, 1 MiB sent, 3 MiB received
              small.example:443: 2 connections, 20 B sent, 40 B received
            network: refused
              evil.example:443: 2 times, no rule allows it; --allow evil.example:443 would allow it
              denied.example:22: 1 time, denied by rule denied.example

            """,
            _summary.Text());
    }

    [Fact]
    public void A_flood_of_hosts_is_summed_up_within_bounds()
    {
        for (int i = 0; i < 5_000; i++)
        {
            _summary.Write(EgressLogTests.Record($"x{i}.example", allowed: false, reason: "no"));
        }

        string[] lines = _summary.Text().TrimEnd('\n').Split('\n');
        Assert.Equal(12, lines.Length);
        Assert.Equal("  and more than 1014 others: claude-sandbox network log lists them", lines[^1]);
    }

    [Fact]
    public void A_name_cannot_write_on_the_terminal()
    {
        _summary.Write(EgressLogTests.Record("\u001b[2J", 0, false, "\u001b[3J") with { Remedy = "\n\n" });
        Assert.DoesNotContain('\u001b', _summary.Text());
        Assert.Equal(2, _summary.Text().Count(c => c == '\n'));
    }
}
