namespace Sandbox.Integration.Tests;

/// <summary>FS-03 and FS-04: names that do not exist cannot be made, and nothing above a protected one can be swapped away.</summary>
public sealed class AbsentNamesTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void No_absent_name_that_the_host_obeys_can_be_created(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Outside("rm -r .git/hooks").ExpectExit();

        ProcessResult inside = workspace.Inside(HostObeys.CreationScript).ExpectExit();

        Assert.Empty(inside.OutputText);
        Assert.All(HostObeys.Files, f => Assert.False(File.Exists(workspace.At("project", f)), f));
        Assert.Equal([".git"], Directory.EnumerateFileSystemEntries(workspace.Project).Select(Path.GetFileName));

        string control = workspace.Inside(HostObeys.CreationScript, "--allow-write", "all").ExpectExit().OutputText;
        Assert.Equal(HostObeys.Files.Select(static f => $"CREATED {f}"), control.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void No_ancestor_of_a_protected_name_can_be_renamed_removed_or_exchanged(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string probe = workspace.Probe();
        _ = workspace.Directory(workspace.At("project", "evil", "hooks"));
        const string Attacks =
            """
            try() { "$@" 2>/dev/null && echo "DONE $*"; }
            try mv .git .git.bak
            try mv -T evil .git
            try mv .git/hooks .git/aside
            try rmdir .git/hooks
            try mv .claude x
            try rmdir .vscode
            try ln -sfn /tmp .claude
            rm -rf .git/hooks .claude 2>/dev/null
            [ -d .git/hooks ] || echo "DONE rm"
            true
            """;
        const string Exchanges = "a 316 -100 @.git -100 @evil 2\nb 316 -100 @.git/hooks -100 @evil/hooks 2\nc 316 -100 @.claude -100 @evil 2\n";

        Assert.Empty(workspace.Inside(Attacks).ExpectExit().OutputText);
        Assert.Equal("a EBUSY\nb EXDEV\nc EBUSY\n", Calls(workspace, Exchanges, workspace.Project));
        Assert.Equal("ok\n", workspace.Inside("touch .git/x .git/objects/x .git/refs/x other && mv other other2 && rm -r .git/x evil other2 && echo ok").OutputText);

        _ = workspace.Directory(workspace.At("project", "evil", "hooks"));
        Assert.Equal("a OK\nb OK\nc ENOENT\n", Calls(workspace, Exchanges, "--allow-write", "all", workspace.Project));
        Assert.Contains("DONE mv .git .git.bak", workspace.Inside(Attacks, "--allow-write", "all").OutputText, StringComparison.Ordinal);

        string Calls(Workspace w, string lines, params string[] options) =>
            ProcessRun.Run(w.Sandbox(["exec", "-q", .. options, "--", probe, "calls"]) with { Input = System.Text.Encoding.ASCII.GetBytes(lines) }).OutputText;
    }

    [FactWithin(60)]
    public void A_project_that_only_its_mode_makes_unwritable_is_refused()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        _ = workspace.Outside("chmod u-w .").ExpectExit();
        const string Attack = "chmod u+w . && mkdir .vscode && echo CREATED";

        Assert.Contains("not writable", workspace.Inside(Attack).ExpectExit(125).ErrorText, StringComparison.Ordinal);
        Assert.Equal("CREATED\n", workspace.Inside(Attack, "--allow-write", "all").OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_writable_grant_does_not_open_protected_names_again(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string alias = workspace.Link(workspace.At("alias"), workspace.Project);
        const string Attack = "echo PWN > .git/hooks/pre-commit";

        foreach (string grant in new[] { ".", "./.git", ".git/hooks", alias, $"{alias}/.git", "../project" })
        {
            Assert.Contains("[CS104]", workspace.Inside($"{Attack}; echo PWN > {alias}/.git/hooks/pre-push", "--rw", grant).ExpectExit(125).ErrorText, StringComparison.Ordinal);
        }

        Assert.NotEqual(0, workspace.Inside(Attack, "--rw", workspace.Root + "/home/.config").ExitCode);
        Assert.NotEqual(0, workspace.Inside(Attack, "--rw", workspace.Directory(workspace.At("project", "sub"))).ExitCode);
        _ = workspace.Inside(Attack, "--rw", ".git/hooks", "--allow-write", ".git/hooks").ExpectExit();
    }
}
