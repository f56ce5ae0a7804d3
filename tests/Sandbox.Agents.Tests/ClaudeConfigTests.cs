using System.Text;
using System.Text.Json.Nodes;
using Sandbox.Agents.Home;
using Sandbox.Core.Secrets;

namespace Sandbox.Agents.Tests;

public sealed class ClaudeConfigTests
{
    private const string Host = """
        {
          "numStartups": 41, "theme": "light-daltonized", "lastOnboardingVersion": "2.1.300", "hasCompletedOnboarding": false,
          "userID": "CANARY", "machineID": "CANARY", "primaryApiKey": "CANARY",
          "oauthAccount": {"emailAddress": "CANARY@example.invalid"},
          "mcpServers": {"db": {"command": "x", "env": {"PASSWORD": "CANARY"}}},
          "customApiKeyResponses": {"approved": ["CANARY-OTHER-KEY"], "rejected": ["CANARY"]},
          "githubRepoPaths": {"CANARY": ["/x"]},
          "projects": {
            "/home/u/secret-CANARY": {"hasTrustDialogAccepted": true, "history": [{"display": "CANARY"}]},
            "/home/u/project": {"hasTrustDialogAccepted": false, "history": [{"display": "CANARY"}], "mcpServers": {"x": {"env": {"K": "CANARY"}}}, "allowedTools": ["CANARY"], "lastCost": 3}
          }
        }
        """;

    [Fact]
    public void Only_what_starts_the_agent_without_questions_is_kept()
    {
        Assert.Equal(
            """
            {
              "theme": "light-daltonized",
              "hasCompletedOnboarding": true,
              "numStartups": 41,
              "lastOnboardingVersion": "2.1.300",
              "bypassPermissionsModeAccepted": true,
              "projects": {
                "/home/u/project": {
                  "hasTrustDialogAccepted": true,
                  "hasCompletedProjectOnboarding": true
                }
              }
            }

            """,
            Render(Request(Host)));
    }

    [Fact]
    public void Nothing_else_of_the_host_gets_in() =>
        Assert.DoesNotContain("CANARY", Render(Request(Host) with { ApiKey = Secret.FromText("k") }), StringComparison.Ordinal);

    [Theory]
    [InlineData("sk-ant-api03-0123456789ABCDEFGHIJ", "0123456789ABCDEFGHIJ")]
    [InlineData("short", "short")]
    [InlineData(" sk-ant-0123456789ABCDEFGHIJ\n", "0123456789ABCDEFGHIJ")]
    public void A_key_is_approved_by_its_last_20_characters(string key, string tail)
    {
        JsonNode config = JsonNode.Parse(Render(Request(Host) with { ApiKey = Secret.FromText(key) }))!;

        Assert.Equal($$"""{"approved":["{{tail}}"],"rejected":[]}""", config["customApiKeyResponses"]!.ToJsonString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"theme":"a","theme":"b"}""")]
    [InlineData("""{"theme":"CANARY\nx","numStartups":"CANARY","lastOnboardingVersion":{"x":"CANARY"},"projects":7}""")]
    [InlineData("""{"theme":["CANARY"],"numStartups":-4,"lastOnboardingVersion":"CANARY CANARY"}""")]
    public void A_host_file_that_makes_no_sense_counts_as_none(string? host)
    {
        JsonNode config = JsonNode.Parse(Render(Request(host)))!;

        Assert.Equal(("dark", 1, true), ((string)config["theme"]!, (int)config["numStartups"]!, (bool)config["hasCompletedOnboarding"]!));
        Assert.Null(config["lastOnboardingVersion"]);
        Assert.DoesNotContain("CANARY", config.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_does_not_hide_the_file() =>
        Assert.Contains("light-daltonized", Render(Request("\ufeff" + Host)), StringComparison.Ordinal);

    [Fact]
    public void With_permission_questions_the_consent_to_skip_them_is_not_given() =>
        Assert.DoesNotContain("bypassPermissions", Render(Request(Host) with { SkipPermissions = false }), StringComparison.Ordinal);

    [Fact]
    public void A_project_path_of_any_characters_stays_one_key()
    {
        string path = "/home/u/a\"},\"mcpServers\":{\"x\n\u00e9";
        JsonNode config = JsonNode.Parse(Render(Request(null) with { ProjectDirectory = path }))!;

        Assert.Equal(path, Assert.Single(config["projects"]!.AsObject()).Key);
        Assert.Null(config["mcpServers"]);
    }

    private static ClaudeHomeRequest Request(string? host) => new()
    {
        ProjectDirectory = "/home/u/project",
        HostConfig = host is null ? null : Encoding.UTF8.GetBytes(host),
    };

    private static string Render(ClaudeHomeRequest request) => Encoding.UTF8.GetString(ClaudeConfig.Render(request));
}
