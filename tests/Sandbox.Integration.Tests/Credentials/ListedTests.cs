namespace Sandbox.Integration.Tests;

/// <summary>CL-28: whatever can be asked about a sandbox that runs, and whatever goes wrong beside it, the answer holds no secret.</summary>
public sealed class ListedTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void Nothing_that_is_said_about_a_running_sandbox_holds_its_secrets(Identity identity)
    {
        using Workspace workspace = fixture.Create(identity);
        Canary login = new();
        Canary variable = new();
        login.PutInEnvironment(workspace);
        workspace.Environment["API_TOKEN"] = variable.Token;
        string[] granted = ["--credentials", "env", "--env", "API_TOKEN"];
        using LiveProcess live = workspace.StartInside("echo $API_TOKEN $CLAUDE_CODE_OAUTH_TOKEN > .git/objects/inside; echo ready; sleep 600", granted);
        string project = workspace.Project;
        string elsewhere = workspace.Directory(workspace.At("elsewhere"));

        string[][] questions =
        [
            ["list"], ["list", "--json"], ["status", project], ["status", "--json", project], ["logs", project], ["logs", "--json", project], ["network", "log", project],
            ["network", "why", "api.anthropic.com"], ["config", "show", project], ["config", "show", "--json", project], ["doctor", "--json"],
            ["plan", .. granted, project], ["plan", "--json", .. granted, project, "--", "true"],

            // Joining with another policy, a wrong word, a program that is not there, a directory that cannot be a project.
            ["exec", "-q", project, "--", "true"], ["exec", "--nonsense", .. granted, project, "--", "true"], ["exec", .. granted, elsewhere, "--", "/nonexistent"],
            ["exec", .. granted, "/etc", "--", "true"], ["exec", .. granted, "--memory", "1", elsewhere, "--", "true"], ["enter", elsewhere], ["stop", elsewhere],
        ];
        int words = 0;
        Assert.All(questions, question =>
        {
            ProcessResult result = ProcessRun.Run(workspace.Sandbox(question));
            string said = result.OutputText + result.ErrorText;
            words += said.Length;
            Assert.DoesNotContain(login.Text, said, StringComparison.Ordinal);
            Assert.DoesNotContain(variable.Text, said, StringComparison.Ordinal);
        });

        Assert.True(words > 10_000, $"{words} characters are too few to have held anything");

        live.Send(Signal.Term);
        _ = live.WaitForExit();

        // The control: both were inside, and they were at hand for all of the above.
        string inside = workspace.At("project", ".git", "objects", "inside");
        Assert.Equal($"{variable.Token} {login.Token}\n", File.ReadAllText(inside));
        Assert.Equal([inside], login.FilesOf(workspace));
        Assert.Equal([inside], variable.FilesOf(workspace));
    }
}
