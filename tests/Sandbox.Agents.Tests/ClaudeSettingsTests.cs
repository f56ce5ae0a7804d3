using System.Text;
using System.Text.Json.Nodes;
using Sandbox.Agents.Home;

namespace Sandbox.Agents.Tests;

public sealed class ClaudeSettingsTests
{
    [Fact]
    public void The_users_settings_stay_except_for_what_carries_or_fetches_a_credential()
    {
        (JsonNode inside, IReadOnlyList<string> removed) = Render("""
            {
              // a comment, as people write them
              "model": "opus", "hooks": {"Stop": []}, "apiKeyHelper": "cat CANARY", "awsAuthRefresh": "CANARY",
              "env": {
                "EDITOR": "vim", "MAX_THINKING_TOKENS": "9", "CLAUDE_CODE_MAX_OUTPUT_TOKENS": "8", "AWS_REGION": "eu",
                "ANTHROPIC_API_KEY": "CANARY", "GITHUB_TOKEN": "CANARY", "anthropic_custom_headers": "CANARY", "AWS_BEARER_TOKEN_BEDROCK": "CANARY",
              },
            }
            """);

        Assert.Equal(
            """{"model":"opus","hooks":{"Stop":[]},"env":{"EDITOR":"vim","MAX_THINKING_TOKENS":"9","CLAUDE_CODE_MAX_OUTPUT_TOKENS":"8","AWS_REGION":"eu"},"skipDangerousModePermissionPrompt":true}""",
            inside.ToJsonString());
        Assert.Equal(
            ["apiKeyHelper", "awsAuthRefresh", "env.ANTHROPIC_API_KEY", "env.GITHUB_TOKEN", "env.anthropic_custom_headers", "env.AWS_BEARER_TOKEN_BEDROCK"],
            removed);
    }

    [Theory]
    [InlineData("{\"env\":")]
    [InlineData("[1]")]
    [InlineData("""{"a":1,"a":2}""")]
    public void A_file_that_cannot_be_understood_is_left_out_and_said_to_be(string host)
    {
        (JsonNode inside, IReadOnlyList<string> removed) = Render(host);

        Assert.Equal("""{"skipDangerousModePermissionPrompt":true}""", inside.ToJsonString());
        Assert.Equal(["$"], removed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{}")]
    public void Without_settings_only_the_consent_is_there(string? host)
    {
        Assert.Equal("""{"skipDangerousModePermissionPrompt":true}""", Render(host).Inside.ToJsonString());
        Assert.Equal("{}", Render(host, skip: false).Inside.ToJsonString());
        Assert.Empty(Render(host).Removed);
    }

    private static (JsonNode Inside, IReadOnlyList<string> Removed) Render(string? host, bool skip = true)
    {
        ClaudeSettings settings = ClaudeSettings.Render(new ClaudeHomeRequest
        {
            ProjectDirectory = "/p",
            HostSettings = host is null ? null : Encoding.UTF8.GetBytes(host),
            SkipPermissions = skip,
        });
        return (JsonNode.Parse(settings.Json)!, settings.Removed);
    }
}
