namespace Sandbox.Integration.Tests;

/// <summary>CR-18: a credential that cannot be one is refused before anything starts, and never repeated.</summary>
public sealed class UnusableCredentialTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{

    public static TheoryData<string, string> Bad => new()
    {
        { string.Empty, "is empty" },
        { "sk-ant-oat01-CANARY\nX-Injected: 1", "contains a line break" },
        { "sk-ant-oat01-CANARY\r", "contains a line break" },
        { "sk-ant-oat01-CANARY and more", "contains a space" },
        { "sk-ant-oat01-CANARY\u001b[31m", "contains a control character" },
        { "sk-ant-oat01-CANARY" + new string('x', 64 * 1024), "is longer than" },
    };

    [TheoryWithin(60), MemberData(nameof(Bad))]
    public void A_credential_that_no_header_can_carry_stops_the_launch_with_one_line(string token, string reason)
    {
        using Workspace workspace = fixture.Create(Identity.Available[^1]);
        string made = workspace.At("project", "made");
        _ = workspace.Environment.Remove("ANTHROPIC_API_KEY");
        workspace.Environment["CLAUDE_CODE_OAUTH_TOKEN"] = token;
        int before = fixture.Api.Requests.Count;

        foreach (string mode in new[] { "broker", "env", "file" })
        {
            ProcessResult result = ProcessRun.Run(workspace.Sandbox("exec", "--credentials", mode, workspace.Project, "--", "/usr/bin/touch", made));
            Assert.Equal(125, result.ExitCode);
            Assert.Contains(reason, result.ErrorText, StringComparison.Ordinal);
            Assert.Contains("CLAUDE_CODE_OAUTH_TOKEN", result.ErrorText, StringComparison.Ordinal);
            Assert.Matches("^claude-sandbox: [^\n]*[[]CS401[]]\n$", result.ErrorText);
            Assert.DoesNotContain("CANARY", result.OutputText + result.ErrorText, StringComparison.Ordinal);
        }

        Assert.Equal(before, fixture.Api.Requests.Count);
        Assert.False(File.Exists(made));

        // The control: without it, or with a whole one, the same command runs.
        _ = workspace.Inside($"touch {made}", "--credentials", "none").ExpectExit();
        workspace.Environment["CLAUDE_CODE_OAUTH_TOKEN"] = "sk-ant-oat01-CANARY";
        _ = workspace.Inside("true", "--credentials", "broker").ExpectExit();
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void An_expired_login_says_what_to_do_and_a_missing_one_lets_commands_run(Identity identity)
    {
        using Workspace workspace = fixture.Create(identity);
        _ = workspace.Environment.Remove("ANTHROPIC_API_KEY");

        // The login among the decoys expired years ago.
        ProcessResult expired = ProcessRun.Run(workspace.Sandbox(workspace.Project, "--", "-p", "hello"));
        Assert.Contains("expired", expired.ErrorText, StringComparison.Ordinal);
        Assert.Contains("setup-token", expired.ErrorText, StringComparison.Ordinal);
        Assert.Equal(125, expired.ExitCode);
        Assert.DoesNotContain(workspace.Decoys.Tag, expired.ErrorText, StringComparison.Ordinal);

        File.Delete(workspace.At("home", ".claude", ".credentials.json"));
        Assert.Equal("\n", workspace.Inside("echo $CLAUDE_CODE_OAUTH_TOKEN$ANTHROPIC_API_KEY", "--credentials", "broker").ExpectExit().OutputText);
    }
}
