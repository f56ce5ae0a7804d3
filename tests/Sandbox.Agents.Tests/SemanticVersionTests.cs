using Sandbox.Core.Diagnostics;

namespace Sandbox.Agents.Tests;

public sealed class SemanticVersionTests
{
    [Theory]
    [InlineData("2.1.329")]
    [InlineData("0.0.0")]
    [InlineData("1.0.0-beta.1")]
    [InlineData("1.0.0-0a.x-y.10")]
    [InlineData("999999999.0.1")]
    public void An_exact_version_reads_and_prints_the_same(string text) => Assert.Equal(text, SemanticVersion.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("latest")]
    [InlineData("2.1")]
    [InlineData("v2.1.329")]
    [InlineData("^2.1.329")]
    [InlineData("2.1.x")]
    [InlineData("2.1.329 ")]
    [InlineData("2.1.329\n")]
    [InlineData("02.1.329")]
    [InlineData("1.0.0-01")]
    [InlineData("1.0.0-")]
    [InlineData("1.0.0-a..b")]
    [InlineData("1.0.0+build")]
    [InlineData("1000000000.0.0")]
    [InlineData("../../../etc")]
    [InlineData("2.1.329/../x")]
    [InlineData("2.1.329 --registry=evil")]
    [InlineData("--global")]
    [InlineData("git+ssh://host/x")]
    [InlineData("٢.1.329")]
    public void Anything_else_is_a_usage_error_that_shows_an_example(string text)
    {
        SandboxException error = Assert.Throws<SandboxException>(() => SemanticVersion.Parse(text));

        Assert.Equal(ErrorCode.Usage, error.Code);
        Assert.Contains("2.1.329", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Precedence_is_that_of_the_specification()
    {
        string[] ordered =
        [
            "1.0.0-1", "1.0.0-2", "1.0.0-10", "1.0.0-99999999999999999999", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
            "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.9", "1.0.10", "1.2.0", "2.0.0", "10.0.0",
        ];

        Assert.Equal(ordered, ordered.Reverse().Select(SemanticVersion.Parse).Order(SemanticVersionOrder.Instance).Select(v => v.ToString()));
    }
}
