namespace Sandbox.Integration.Tests.Machine;

/// <summary>The real agent in a machine, with its own tools and its credential left outside.</summary>
public sealed class MachineAgentTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    [FactWithin(300)]
    public void A_bash_turn_works_in_the_project_below_the_machine_s_kernel()
    {
        using Workspace workspace = fixture.Create(Identity.Available[^1]).WithMachines();

        ProcessRequest request = workspace.Sandbox("--memory", "3g", workspace.Project, "--", "-p", "RUN: printf 'made inside' > made.txt && uname -r") with { TimeLimit = TimeSpan.FromMinutes(4) };
        ProcessResult result = ProcessRun.Run(request).ExpectExit();

        Assert.Equal("made inside", File.ReadAllText(workspace.At("project", "made.txt")));
        string kernel = Path.GetFileName(Directory.EnumerateDirectories(Path.Combine(VmImages.DataHome, "claude-sandbox", "images", "vm")).Single());
        Assert.Equal($"DONE\n--- result 1\n{kernel}\n", result.OutputText.TrimEnd('\n') + "\n");
        Assert.Contains("claude-sandbox: note: the virtual machine is emulated", result.ErrorText, StringComparison.Ordinal);
    }
}
