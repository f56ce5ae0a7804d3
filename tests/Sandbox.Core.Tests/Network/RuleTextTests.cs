namespace Sandbox.Core.Tests.Network;

/// <summary>NW-02: what an entry may look like; whatever else it is stops the launch.</summary>
public sealed class RuleTextTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData(" example.com", "white space")]
    [InlineData("example.com ", "white space")]
    [InlineData("exam ple.com", "white space")]
    [InlineData("example.com\n", "white space")]
    [InlineData("\u00A0example.com", "white space")]
    [InlineData("example.com\u200B", "xn--")]
    [InlineData("https://x", "host alone")]
    [InlineData("x/", "range")]
    [InlineData("example.com/path", "no path")]
    [InlineData("*", "'any'")]
    [InlineData("*:443", "'any'")]
    [InlineData("*.*", "'any'")]
    [InlineData("*.com", "anybody can register")]
    [InlineData("*.COM.", "anybody can register")]
    [InlineData("*.co.uk", "anybody can register")]
    [InlineData("*.com.au:443", "anybody can register")]
    [InlineData("*.localhost", "anybody can register")]
    [InlineData("*.", "empty")]
    [InlineData("*example.com", "in front")]
    [InlineData("a.*.com", "in front")]
    [InlineData("*.*.example.com", "in front")]
    [InlineData("example.*", "in front")]
    [InlineData("**.example.com", "in front")]
    [InlineData("*.10.0.0.1", "no sub-domains")]
    [InlineData("ANY", null)]
    [InlineData("example.com:", "port ''")]
    [InlineData("example.com:0", "port '0'")]
    [InlineData("example.com:65536", "port '65536'")]
    [InlineData("example.com:-1", "port '-1'")]
    [InlineData("example.com:+1", "port '+1'")]
    [InlineData("example.com:080", "port '080'")]
    [InlineData("example.com:8O", "port '8O'")]
    [InlineData("example.com:\u0664\u0664\u0663", "port")]
    [InlineData("example.com:80-90", "port '80-90'")]
    [InlineData("example.com:443:80", "brackets")]
    [InlineData("::1", "brackets: [::1]")]
    [InlineData("fd00::/8", "brackets: [fd00::/8]")]
    [InlineData("[::1", "brackets")]
    [InlineData("[::1]x", "brackets")]
    [InlineData("[]", "not an address")]
    [InlineData("[example.com]", "not an address")]
    [InlineData("[10.0.0.1]", "write it without")]
    [InlineData("[::ffff:10.0.0.1]", "not an address")]
    [InlineData("[::ffff:a00:1]", "IPv4")]
    [InlineData("[fe80::1%lo]", "not an address")]
    [InlineData("10.0.0.1/8", "begins at 10.0.0.0/8")]
    [InlineData("10.0.0.0/33", "0 to 32")]
    [InlineData("10.0.0.0/08", "0 to 32")]
    [InlineData("10.0.0.0/", "0 to 32")]
    [InlineData("10.0.0.0/-1", "0 to 32")]
    [InlineData("10.0.0.0/255.0.0.0", "0 to 32")]
    [InlineData("10/8", "not an address")]
    [InlineData("0.0.0.0/0", "'any'")]
    [InlineData("128.0.0.0/1", "'any'")]
    [InlineData("[::/0]", "'any'")]
    [InlineData("[2000::/3]", "'any'")]
    [InlineData("2130706433", "number")]
    [InlineData("127.1", "number")]
    [InlineData("user@example.com", "'@'")]
    [InlineData("example.com\u0000", "NUL")]
    public void An_entry_that_is_not_plain_is_refused_with_what_to_write(string entry, string? why)
    {
        // A capital keyword is a host's name like any other, and matches that name only.
        if (why is null)
        {
            Assert.False(Rules.Allow(entry).Decide("example.com", 443).Allowed);
            return;
        }

        string problem = Assert.Single(Rules.Problems([entry]));
        Assert.StartsWith("--allow ", problem, StringComparison.Ordinal);
        Assert.Contains(why, problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\0', problem);
        Assert.DoesNotContain('\n', problem);
    }

    [Theory]
    [InlineData("*.com")]
    [InlineData("*.co.uk:22")]
    [InlineData("0.0.0.0/0")]
    [InlineData("[::/0]")]
    [InlineData("any:25")]
    public void A_denial_may_be_as_wide_as_it_likes(string entry) => Assert.Single(Rules.Of([], [entry]).Deny);

    [Theory]
    [InlineData("any")]
    [InlineData("any:443")]
    [InlineData("any:*")]
    [InlineData("*.example.com")]
    [InlineData("*.a.co.uk:443")]
    [InlineData("*.github.io")]
    [InlineData("EXAMPLE.com.:22")]
    [InlineData("10.0.0.0/8:5432")]
    [InlineData("[::1]:80")]
    [InlineData("[fd00::/8]:80")]
    [InlineData("192.0.2.1")]
    public void A_plain_entry_is_read_and_keeps_its_text(string entry) => Assert.Equal(entry, Assert.Single(Rules.Allow(entry).Allow).Text);

    [Fact]
    public void Every_mistake_is_found_at_once()
    {
        string[] problems = Rules.Problems(["", "ok.example", "*", "a b"], ["https://x"], "npmm", "npm");
        Assert.Equal(5, problems.Length);
        Assert.Equal(["--allow '':", "--allow *:", "--allow a b:", "--deny https://x:", "--preset npmm:"], problems.Select(p => p[..(p.IndexOf(": ", StringComparison.Ordinal) + 1)]));
        Assert.Contains("known are agent, balanced", problems[4], StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_would_write_on_the_terminal_is_shown_escaped() =>
        Assert.Contains("\\u001b", Assert.Single(Rules.Problems(["\u001b[2J.com"])), StringComparison.Ordinal);

    [Fact]
    public void A_broken_denial_stops_the_launch_too() => Assert.Single(Rules.Problems(["example.com"], ["exa mple"]));
}
