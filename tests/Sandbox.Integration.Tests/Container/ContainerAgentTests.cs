namespace Sandbox.Integration.Tests;

/// <summary>The real agent at work in a container.</summary>
public sealed class ContainerAgentTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void A_bash_turn_creates_a_file_that_stays_and_belongs_to_the_user(Identity identity)
    {
        using Workspace workspace = fixture.Create(identity);

        ProcessResult result = ProcessRun.Run(workspace.Container(workspace.Project, "--", "-p", "RUN: printf 'made inside' > made.txt && id -u && echo $CLAUDE_SANDBOX_BACKEND")).ExpectExit();

        string made = Path.Combine(workspace.Project, "made.txt");
        Assert.Equal("made inside", File.ReadAllText(made));
        Assert.Equal($"{identity.UserId}:{identity.GroupId}", ProcessRun.Run("/usr/bin/stat", "-c", "%u:%g", made).OutputText.Trim());
        Assert.Equal($"DONE\n--- result 1\n{identity.UserId}\nnspawn\n", result.OutputText.TrimEnd('\n') + "\n");
    }

    [FactWithin(120)]
    public void The_credential_stays_outside_of_every_command_line_and_of_roots_environment()
    {
        using Workspace workspace = fixture.Create(Identity.User);
        using LiveProcess process = ProcessRun.Start(workspace.Container("exec", "-q", "--credentials", "broker", workspace.Project, "--", "/bin/sh", "-c", "echo ready; exec sleep 600"));
        process.WaitForOutput("ready");

        // The launcher itself has it, which acts for the user; what root runs and what is inside have not.
        LiveSandbox sandbox = LiveSandbox.Of(process);
        IReadOnlyList<string> found = ProcessSearch.Find([sandbox.Monitor, sandbox.Init, sandbox.Payload], Workspace.ApiKey);

        Assert.Empty(found);
        Assert.NotEmpty(ProcessSearch.Find([sandbox.Launcher], Workspace.ApiKey));
    }
}
