namespace Sandbox.Integration.Tests;

/// <summary>The real agent at work inside, with its credential and its own tools.</summary>
public sealed class AgentTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void A_bash_turn_creates_a_file_that_stays_and_belongs_to_the_user(Identity identity)
    {
        using Workspace workspace = fixture.Create(identity);

        ProcessResult result = AgentFixture.Run(workspace, "RUN: printf 'made inside' > made.txt && id -u").ExpectExit();

        string made = Path.Combine(workspace.Project, "made.txt");
        Assert.Equal("made inside", File.ReadAllText(made));
        Assert.Equal($"{identity.UserId}:{identity.GroupId}", ProcessRun.Run("/usr/bin/stat", "-c", "%u:%g", made).OutputText.Trim());
        Assert.Equal($"DONE\n--- result 1\n{identity.UserId}\n", result.OutputText.TrimEnd('\n') + "\n");
        Assert.Contains("claude-sandbox: note: ", result.ErrorText, StringComparison.Ordinal);
    }

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void What_the_agent_prints_through_a_pipe_is_what_it_prints_without_a_sandbox(Identity identity)
    {
        using Workspace workspace = fixture.Create(identity);
        const string Prompt = "repeat: tabs\tand umlauts äöü";

        ProcessResult inside = ProcessRun.Run(workspace.Sandbox(workspace.Project, "--", "-p", Prompt, "--output-format", "text")).ExpectExit();
        ProcessResult outside = ProcessRun.Run(workspace.Request(Path.Combine(Installation.AgentDirectory, "claude"), "-p", Prompt, "--output-format", "text")).ExpectExit();

        Assert.Contains("offline: repeat: tabs", inside.OutputText, StringComparison.Ordinal);
        Assert.Equal(outside.Output, inside.Output);
    }

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void The_agent_inside_gets_the_credential_and_the_server_of_the_caller(Identity identity)
    {
        using Workspace workspace = fixture.Create(identity);
        int before = fixture.Api.Requests.Count;

        _ = ProcessRun.Run(workspace.Sandbox(workspace.Project, "--", "-p", "hello")).ExpectExit();

        Assert.All(
            fixture.Api.Requests.Skip(before).Where(static r => r.Path.EndsWith("/messages", StringComparison.Ordinal)),
            static r => Assert.Equal(Workspace.ApiKey, r.ApiKey));
    }

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void Ask_keeps_the_agents_own_refusal_and_its_absence_lifts_it(Identity identity)
    {
        using Workspace workspace = fixture.Create(identity);
        string made = Path.Combine(workspace.Project, "made.txt");

        _ = ProcessRun.Run(workspace.Sandbox("--ask", workspace.Project, "--", "-p", "RUN: touch made.txt"));
        Assert.False(File.Exists(made), "the agent ran a command that nobody allowed it");

        _ = AgentFixture.Run(workspace, "RUN: touch made.txt").ExpectExit();
        Assert.True(File.Exists(made));
    }

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void The_conversation_stays_on_the_host_for_the_next_session(Identity identity)
    {
        using Workspace workspace = fixture.Create(identity);

        _ = ProcessRun.Run(workspace.Sandbox(workspace.Project, "--", "-p", "remember this")).ExpectExit();
        ProcessResult next = ProcessRun.Run(workspace.Sandbox(workspace.Project, "--", "--continue", "-p", "and this")).ExpectExit();

        Assert.Equal("offline: and this", next.OutputText.Trim());
        Assert.Contains(fixture.Api.Requests, static r =>
            r.Body.Contains("remember this", StringComparison.Ordinal) && r.Body.Contains("and this", StringComparison.Ordinal));
    }
}
