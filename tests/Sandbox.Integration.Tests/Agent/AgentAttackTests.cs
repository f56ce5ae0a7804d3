using System.Text.RegularExpressions;

namespace Sandbox.Integration.Tests;

/// <summary>An agent that means harm, with its Bash tool; every command succeeds when the same identity runs it without the sandbox.</summary>
public sealed partial class AgentAttackTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    [TheoryWithin(180), ClassData(typeof(IdentityData))]
    public void The_agent_reads_neither_keys_nor_logins_nor_other_processes_nor_system_files(Identity identity)
    {
        using Workspace workspace = fixture.Create(identity);
        string tag = workspace.Decoys.Tag;
        string system = workspace.Write(workspace.At("etc", "shadow"), $"{tag}_shadow\n");
        using LiveProcess victim = ProcessRun.Start(workspace.Request("/usr/bin/sleep", "600").WithVariable("VICTIM", $"{tag}_environment"));
        List<string> attacks =
        [
            "cat ~/.ssh/id_ed25519",
            "cat ~/.claude/.credentials.json",
            $"cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' | grep VICTIM= || exit 9",
            $"cat {system}",
        ];
        if (identity.UserId == 0)
        {
            // Nobody else can read it outside either, so there is no control for them.
            attacks.Add("grep -q '^root:' /etc/shadow || exit 9");
        }

        string shown = AgentFixture.Run(workspace, [.. attacks.Select(static a => $"RUN: {a}")]).ExpectExit().OutputText;

        Assert.True(FailedResult().Count(shown) == attacks.Count, shown);
        Assert.DoesNotContain(tag, shown, StringComparison.Ordinal);
        Assert.DoesNotContain(tag, fixture.Sent, StringComparison.Ordinal);
        Assert.All(attacks, a => workspace.Outside(a).ExpectExit());
    }

    [TheoryWithin(180), ClassData(typeof(IdentityData))]
    public void The_agent_creates_nothing_that_programs_of_the_host_obey(Identity identity)
    {
        using Workspace workspace = fixture.Create(identity);
        string script = workspace.Write(workspace.At("project", "attack.sh"), HostObeys.CreationScript);
        _ = workspace.Outside("rm .git/hooks/*").ExpectExit();

        string shown = AgentFixture.Run(workspace, "RUN: echo PWN > .git/hooks/pre-commit", $"RUN: sh {script}").ExpectExit().OutputText;

        Assert.Contains("--- result 1 (error)", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("CREATED", shown, StringComparison.Ordinal);
        Assert.Equal(["attack.sh"], workspace.Outside("git status --porcelain --ignored | cut -c4-").OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(Directory.EnumerateFileSystemEntries(workspace.At("project", ".git", "hooks")));
        Assert.Equal(HostObeys.Files.Count, workspace.Outside($"sh {script}").ExpectExit().OutputText.Split("CREATED").Length - 1);
    }

    [TheoryWithin(180), ClassData(typeof(IdentityData))]
    public async Task Git_on_the_host_sees_nothing_of_ours_while_the_agent_works_and_afterwards(Identity identity)
    {
        using Workspace workspace = fixture.Create(identity);
        const string Status = "git status --porcelain --ignored";
        ProcessRequest request = workspace.Sandbox(
            workspace.Project, "--", "-p", "RUN: touch .git/objects/working; while [ ! -e .git/objects/enough ]; do sleep 0.05; done");
        using LiveProcess agent = ProcessRun.Start(request);
        await Eventually.HoldsAsync(() => File.Exists(workspace.At("project", ".git", "objects", "working")), "the agent's command runs");

        string during = workspace.Outside(Status).ExpectExit().OutputText;
        int placeholders = Directory.EnumerateDirectories(workspace.Project, ".*").Count();
        _ = workspace.Write(workspace.At("project", ".git", "objects", "enough"), string.Empty);
        _ = agent.WaitForExit().ExpectExit();

        Assert.Empty(during);
        Assert.True(placeholders > 10, "there were no placeholders to be invisible");
        Assert.Empty(workspace.Outside(Status).ExpectExit().OutputText);
        Assert.Equal([".git"], Directory.EnumerateFileSystemEntries(workspace.Project).Select(Path.GetFileName));
    }

    [GeneratedRegex("^--- result [0-9]+ \\(error\\)$", RegexOptions.Multiline)]
    private static partial Regex FailedResult();
}
