using Sandbox.Egress.Broker;

namespace Sandbox.Egress.Tests.Broker;

public sealed class AnthropicPathsTests
{
    [Fact]
    public void The_documented_list_is_the_list()
    {
        string[] documented = [.. File.ReadAllLines(Path.Combine(RepositoryPaths.Root, "docs", "credential-broker.md")).Where(l => l.StartsWith("| `/", StringComparison.Ordinal))];
        Assert.Equal(documented, AnthropicPaths.Table.Select(t => $"| `{t.Prefix}` | {string.Join(' ', t.Methods)} |"));
    }

    [Theory]
    [InlineData("GET", "/api/claude_code/settings", true)]
    [InlineData("POST", "/api/claude_code/settings", false)]
    [InlineData("POST", "/api/claude_code/metrics", true)]
    [InlineData("get", "/v1/models", false)]
    [InlineData("GET", "/v1/models/", true)]
    [InlineData("GET", "/v1/modelsx", false)]
    public void Methods_and_whole_segments_are_compared(string method, string path, bool allowed) => Assert.Equal(allowed, AnthropicPaths.Allow(method, path));
}
