using Sandbox.Core.Network;

namespace Sandbox.Core.Tests.Network;

/// <summary>The lists that come with the program.</summary>
public sealed class PresetTests
{
    [Fact]
    public void The_presets_are_these() =>
        Assert.Equal(["agent", "balanced", "crates", "github", "locked", "npm", "nuget", "pypi"], NetworkPresets.Names);

    [Theory]
    [InlineData("agent", "api.anthropic.com", 443)]
    [InlineData("agent", "platform.claude.com", 443)]
    [InlineData("npm", "registry.npmjs.org", 443)]
    [InlineData("pypi", "files.pythonhosted.org", 443)]
    [InlineData("crates", "index.crates.io", 443)]
    [InlineData("nuget", "api.nuget.org", 443)]
    [InlineData("github", "github.com", 22)]
    [InlineData("github", "objects.githubusercontent.com", 443)]
    public void A_preset_allows_what_it_is_for_and_says_so(string preset, string host, int port)
    {
        Verdict verdict = Rules.Of([], [], preset).Decide(host, port);
        Assert.True(verdict.Allowed);
        Assert.Equal($"allowed by preset {preset}", verdict.Reason);
        Assert.Equal($"allowed by preset {preset}", Rules.Of([], [], "balanced").Decide(host, port).Reason);
        Assert.False(Rules.Of([], [], preset).Decide(host, 25).Allowed);
        Assert.False(Rules.Of([], [], preset).Decide("evil." + host, port).Allowed);
        Assert.False(Rules.Of([], [host], preset).Decide(host, port).Allowed);
    }

    [Fact]
    public void Every_preset_reads_without_a_finding_and_names_a_port_for_each_host() =>
        Assert.All(NetworkPresets.Names, name => Assert.All(Rules.Of([], [], name).Allow, r =>
        {
            Assert.Equal(NetworkRuleKind.Name, r.Kind);
            Assert.True(r.Ports is [443 or 22], r.Text);
            Assert.Contains(':', r.Text);
        }));

    [Fact]
    public void Locked_is_nothing_and_adds_nothing()
    {
        Assert.Empty(Rules.Of([], [], "locked").Allow);
        Assert.Equal(Rules.Of([], [], "npm").Allow, Rules.Of([], [], "npm", "locked").Allow, (a, b) => a.Text == b.Text);
    }

    [Fact]
    public void A_preset_that_is_asked_for_twice_counts_once() =>
        Assert.Equal(Rules.Of([], [], "balanced").Allow.Count, Rules.Of([], [], "npm", "balanced", "npm", "agent").Allow.Count);

    [Fact]
    public void An_entry_of_ones_own_is_named_before_a_preset()
    {
        Verdict verdict = Rules.Of(["registry.npmjs.org"], [], "npm").Decide("registry.npmjs.org", 443);
        Assert.Equal("allowed by rule registry.npmjs.org", verdict.Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NPM")]
    [InlineData("npm ")]
    [InlineData("../npm")]
    public void A_preset_that_does_not_exist_stops_the_launch(string name) =>
        Assert.Contains("unknown; known are agent", Assert.Single(Rules.Problems([], [], name)), StringComparison.Ordinal);

    [Fact]
    public void Statistics_and_error_reports_are_in_no_preset() =>
        Assert.All(NetworkPresets.Names.SelectMany(n => NetworkPresets.Get(n)!.Rules), r => Assert.False(
            r.Contains("statsig", StringComparison.Ordinal) || r.Contains("sentry", StringComparison.Ordinal), r));
}
