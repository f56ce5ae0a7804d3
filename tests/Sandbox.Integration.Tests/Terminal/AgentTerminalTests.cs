namespace Sandbox.Integration.Tests;

/// <summary>The agent's own screen.</summary>
public sealed class AgentTerminalTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void Claude_shows_its_screen_answers_a_prompt_and_leaves_on_exit(Identity identity)
    {
        using Workspace workspace = fixture.Create(identity);
        using TmuxSession session = TmuxSession.Start(new TmuxOptions
        {
            Program = workspace.Plain(workspace.Program, workspace.Project),
            Identity = identity,
            Columns = 120,
            Rows = 40,
        });

        _ = session.WaitFor("bypass permissions", ShellSession.Patience);
        session.SendText("good morning");
        session.SendKeys("Enter");
        string screen = session.WaitFor("offline: good morning", ShellSession.Patience);
        Assert.DoesNotContain("trust the files", screen, StringComparison.OrdinalIgnoreCase);
        session.SendText("/exit");
        session.SendKeys("Enter");

        Assert.Equal(0, session.WaitForExit(ShellSession.Patience));
    }
}
