namespace Sandbox.Integration.Tests.Git;

/// <summary>Repositories of other shapes: linked work trees, submodules, hooks that are kept in the work tree.</summary>
public sealed class GitLayoutTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_linked_work_tree_works_inside_and_what_it_leads_to_cannot_be_changed(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Outside("echo one > file && git add file && git commit -qm first && git worktree add -q ../tree -b tree").ExpectExit();
        string tree = workspace.At("tree");
        const string Script =
            """
            set -e; git status; echo two > second; git add second; git commit -qm second; git checkout -q -b linked; set +e
            { echo 'gitdir: /tmp' > .git; } 2>/dev/null && echo REDIRECTED; rm -f .git; mv .git x 2>/dev/null; [ -f .git ] || echo GONE
            git config a.b c 2>/dev/null && echo CONFIGURED; echo x > "$(git rev-parse --git-path hooks)/pre-commit" && echo HOOKED
            true
            """;

        ProcessResult result = ProcessRun.Run(workspace.Sandbox("exec", "-q", "--network", "none", tree, "--", "/bin/sh", "-c", Script)).ExpectExit();

        Assert.DoesNotContain("REDIRECTED", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("GONE", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("CONFIGURED", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("HOOKED", result.OutputText, StringComparison.Ordinal);
        Assert.Equal("## linked\n", workspace.Outside("git -C ../tree status -b --porcelain").ExpectExit().OutputText);
        Assert.Equal("## main\n", workspace.Outside("git status -b --porcelain").ExpectExit().OutputText);
        Assert.Equal("second\n", workspace.Outside("git log -1 --format=%s linked").OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_submodule_cannot_be_led_elsewhere_checked_out_or_not(Identity identity)
    {
        string attack = "for s in sub absent; do rm -rf $s/.git; mkdir -p $s/.git; cp -rL evil/. $s/.git/ && echo PLANTED $s; mv $s moved && echo MOVED $s; done 2>/dev/null; true";
        using Workspace workspace = WithSubmodules(identity);
        ProcessResult result = workspace.Inside(attack).ExpectExit();
        Assert.Empty(result.OutputText);
        _ = workspace.Outside("git status; git submodule status; git diff");
        Assert.False(File.Exists(workspace.At("PWN")));
        Assert.Equal("inner\n", workspace.Inside("git -C sub log -1 --format=%s").ExpectExit().OutputText);
        Assert.NotEqual(0, workspace.Inside("cd sub && git commit -q --allow-empty -m x").ExitCode);

        _ = workspace.Outside(attack.Replace("mv $s moved", "false", StringComparison.Ordinal));
        _ = workspace.Outside("git status");
        Assert.True(File.Exists(workspace.At("PWN")), "the control: git outside obeys what is there");
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Hooks_and_settings_that_the_work_tree_holds_are_read_only(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Outside("mkdir .githooks && touch .githooks/pre-commit && touch .gitsettings && git config core.hooksPath .githooks && git config include.path ../.gitsettings && git config --add include.path ../later/settings").ExpectExit();
        const string Attack = "{ echo x > .githooks/pre-push; echo x > .gitsettings; rm -f .gitsettings; mkdir later && echo x > later/settings; } 2>/dev/null; ls .githooks later 2>/dev/null; cat .gitsettings; true";

        Assert.DoesNotContain("x", workspace.Inside(Attack).ExpectExit().OutputText.Replace(".githooks:", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.False(File.Exists(workspace.At("project", ".githooks", "pre-push")));
        Assert.False(Directory.Exists(workspace.At("project", "later")));
        _ = workspace.Outside(Attack);
        Assert.True(File.Exists(workspace.At("project", ".githooks", "pre-push")), "the control");
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_repository_that_has_links_or_is_granted_as_a_whole_is_refused(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Outside("echo one > file && git add file && git commit -qm first && git worktree add -q ../tree -b tree").ExpectExit();
        ProcessResult granted = ProcessRun.Run(workspace.Sandbox("exec", "-q", "--rw", workspace.Project, workspace.At("tree"), "--", "true"));
        Assert.Contains("[CS104]", granted.ExpectExit(125).ErrorText, StringComparison.Ordinal);

        _ = workspace.Outside("mv .git/config settings && ln -s ../settings .git/config").ExpectExit();
        Assert.Contains("[CS103]", workspace.Inside("true").ExpectExit(125).ErrorText, StringComparison.Ordinal);
    }

    private static Workspace WithSubmodules(Identity identity)
    {
        Workspace workspace = Workspace.Create(identity);
        _ = workspace.Outside(
            $"""
            set -e; git init -q ../inner; cd ../inner; git -c user.name=x -c user.email=x@y commit -q --allow-empty -m inner; cd ../project
            git -c protocol.file.allow=always submodule --quiet add ../inner sub; git -c protocol.file.allow=always submodule --quiet add ../inner absent; git commit -qm submodules; git submodule --quiet deinit -f absent
            git init -q --bare evil; git -C evil config core.bare false; git -C evil config core.worktree {workspace.Project}/sub; git -C evil config core.fsmonitor 'touch {workspace.Root}/PWN; false'; git --git-dir=evil --work-tree=. -c core.fsmonitor=false -c user.name=x -c user.email=x@y commit -q --allow-empty -m x
            """).ExpectExit();
        return workspace;
    }
}
