namespace Sandbox.Integration.Tests;

/// <summary>FS-05: a link at a protected name or on the way to one, made before the launch.</summary>
public sealed class SymbolicLinkTests
{
    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void A_link_at_a_protected_name_is_refused_by_name_and_a_released_one_is_not(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Directory(workspace.At("project", "decoy"));
        (string Name, string Target)[] links =
        [
            (".claude", workspace.At("home", ".ssh")), (".codex", "decoy"), (".vscode", "nowhere"), (".idea", ".idea"), (".gemini", "/nix/store"),
            (".mcp.json", "decoy/x"),
        ];

        Assert.All(links, link =>
        {
            string path = workspace.Link(workspace.At("project", link.Name), link.Target);
            ProcessResult refused = workspace.Inside($"echo PWN > {link.Name}/x").ExpectExit(125);
            Assert.Contains($"cannot protect {path}: it is a symbolic link", refused.ErrorText, StringComparison.Ordinal);
            _ = workspace.Inside("true", "--allow-write", link.Name).ExpectExit();
            File.Delete(path);
        });
        Assert.False(File.Exists(workspace.At("home", ".ssh", "x")), "a link led to the keys");
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Hooks_behind_a_link_cannot_be_written(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        const string Attack = "echo PWN > .git/hooks/pre-commit && echo WRITTEN";
        _ = workspace.Outside("mv .git/hooks shared && ln -s ../shared .git/hooks").ExpectExit();
        Assert.Contains(".git/hooks", workspace.Inside(Attack).ExpectExit(125).ErrorText, StringComparison.Ordinal);

        _ = workspace.Outside("rm .git/hooks && mv shared .git/hooks && mv .git real && ln -s real .git").ExpectExit();
        Assert.Contains($"{workspace.Project}/.git: it is a symbolic link", workspace.Inside(Attack).ExpectExit(125).ErrorText, StringComparison.Ordinal);

        Assert.Equal("WRITTEN\n", workspace.Inside(Attack, "--allow-write", ".git/hooks").OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_link_to_the_project_is_the_project_and_its_protection_counts(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string link = workspace.Link(workspace.At("link"), workspace.Project);

        ProcessResult result = ProcessRun.Run(workspace.Sandbox("exec", "-q", link, "--", "/bin/sh", "-c", "pwd; { echo PWN > .git/hooks/pre-commit; } || echo refused"));

        Assert.Equal($"{workspace.Project}\nrefused\n", result.OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Neither_the_project_nor_a_granted_link_leads_to_keys(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string keys = workspace.At("home", ".ssh");
        string link = workspace.Link(workspace.At("link"), keys);

        foreach (string directory in new[] { keys, link, workspace.At("home", ".claude"), workspace.Home })
        {
            Assert.Equal(125, ProcessRun.Run(workspace.Sandbox("exec", "-q", directory, "--", "true")).ExitCode);
        }

        Assert.Equal(125, workspace.Inside("true", "--ro", link).ExitCode);
        Assert.Contains(workspace.Decoys.Tag, workspace.Inside($"cat {keys}/id_ed25519", "--ro", keys).ExpectExit().OutputText, StringComparison.Ordinal);
    }
}
