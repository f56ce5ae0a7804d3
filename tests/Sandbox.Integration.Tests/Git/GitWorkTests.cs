namespace Sandbox.Integration.Tests.Git;

/// <summary>What an agent does with git works inside, and git outside sees all of it.</summary>
public sealed class GitWorkTests
{
    private const string First = "echo one > file && git add file && git commit -qm first";

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void The_days_work_with_git_is_done_inside_and_seen_outside(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Outside(First + " && git branch side && git pack-refs --all").ExpectExit();
        const string Script =
            """
            set -ex
            echo two > second; git add second; git commit -qm second
            git checkout -q -b feature; echo three > third; git add third; git commit -qm third
            git checkout -q main; echo four > fourth; git add fourth; git commit -qm fourth
            git merge -q -m merged feature; git tag v1
            git checkout -q -b topic HEAD~1; echo five > fifth; git add fifth; git commit -qm fifth; git rebase -q main
            echo six >> file; git stash -q; git stash pop -q; git checkout -q file
            git cherry-pick side~0 || git cherry-pick --abort || git cherry-pick --skip
            git worktree add -q ../project/tree -b tree; (cd tree; echo seven > seventh; git add seventh; git commit -qm seventh); git worktree remove tree
            git init -q sub; (cd sub; git -c user.name=x -c user.email=x@y commit -q --allow-empty -m inner); rm -rf sub
            test -z "$(git status --porcelain)"
            """;
        _ = workspace.Inside(Script).ExpectExit();

        Assert.Equal("## topic\n", workspace.Outside("git status -b --porcelain").ExpectExit().OutputText);
        Assert.Equal("fifth\n", workspace.Outside("git log -1 --format=%s").ExpectExit().OutputText);
        Assert.Equal("seventh\n", workspace.Outside("git log -1 --format=%s tree").ExpectExit().OutputText);
        Assert.Contains("merged", workspace.Outside("git log --format=%s v1").ExpectExit().OutputText, StringComparison.Ordinal);
        Assert.Contains("checkout: moving from main to feature", workspace.Outside("git reflog").ExpectExit().OutputText, StringComparison.Ordinal);
        Assert.Empty(workspace.Outside("git fsck --no-dangling 2>&1 && git stash list").ExpectExit().OutputText);
        Assert.Empty(workspace.Inside("git status --porcelain").ExpectExit().OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void What_cannot_be_done_inside_is_refused_with_words_and_changes_nothing(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Outside(First + " && git branch packed && git pack-refs --all && git branch loose").ExpectExit();
        string before = workspace.Outside("git for-each-ref; cat .git/config .git/packed-refs").ExpectExit().OutputText;

        foreach (string command in new[] { "git config user.name other", "git branch -d packed", "git branch -d loose", "git pack-refs --all", "git gc -q", "git remote add origin /x" })
        {
            ProcessResult result = workspace.Inside(command);
            Assert.NotEqual(0, result.ExitCode);
            Assert.NotEmpty(result.ErrorText);
        }

        Assert.Equal(before, workspace.Outside("git for-each-ref; cat .git/config .git/packed-refs").ExpectExit().OutputText);
        _ = workspace.Outside("git branch -d packed loose").ExpectExit();
    }

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void A_project_of_five_thousand_files_is_the_same_inside_and_outside_after_every_command(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Outside("for d in $(seq 50); do mkdir d$d; for f in $(seq 100); do echo $d $f > d$d/f$f; done; done; git add . && git commit -qm first").ExpectExit();

        foreach (string command in new[] { "echo x > new; git add new", "git commit -qm second", "git rm -q d1/f1", "git checkout -q -b other", "git commit -qm third; git checkout -q main" })
        {
            _ = workspace.Inside(command).ExpectExit();
            Assert.Equal(workspace.Inside("git status -b --porcelain").ExpectExit().OutputText, workspace.Outside("git status -b --porcelain").ExpectExit().OutputText);
        }

        Assert.Equal("## main\n", workspace.Outside("git status -b --porcelain").OutputText);
        Assert.Equal("5001\n", workspace.Outside("git ls-files | wc -l").OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void While_a_sandbox_runs_what_is_done_on_one_side_is_seen_on_the_other(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Outside(First).ExpectExit();
        const string Script =
            """
            echo two > second; git add second; git commit -qm second; git checkout -q -b inside; echo ready
            until git log --format=%s | grep -q outside; do sleep 0.02; done
            until [ -z "$(git status --porcelain)" ]; do sleep 0.02; done; git status -b --porcelain
            """;
        using LiveProcess process = workspace.StartInside(Script);

        Eventually.Holds(() => workspace.Outside("git status -b --porcelain").OutputText == "## inside\n", "the host sees the new branch with nothing to commit");
        Eventually.Holds(() => workspace.Outside("echo three > third && git add third && git commit -qm outside").ExitCode == 0, "the host can commit");

        Assert.Equal("ready\n## inside\n", process.WaitForExit().ExpectExit().OutputText);
        Assert.Equal("## inside\n", workspace.Outside("git status -b --porcelain").OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void After_SIGKILL_of_the_launcher_the_next_command_publishes(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Outside(First).ExpectExit();
        string other = workspace.Directory(workspace.At("other"));
        using LiveProcess process = workspace.StartInside("echo ready; until [ -e .git/objects/go ]; do sleep 0.01; done; echo two > second; git add second; git commit -qm second; git checkout -q -b late; touch .git/objects/done; sleep 600");
        LiveSandbox sandbox = LiveSandbox.Of(process);

        // Stopped, the launcher cannot publish; killed, it never will.
        _ = Libc.kill(sandbox.Launcher, (int)Signal.Stop);
        _ = workspace.Write(workspace.At("project", ".git", "objects", "go"), string.Empty);
        Eventually.Holds(() => File.Exists(workspace.At("project", ".git", "objects", "done")), "the commit is made");
        LiveSandbox.Kill(sandbox.Launcher);
        _ = process.WaitForExit();
        Eventually.Holds(() => Census.Take(workspace.Scope with { Directories = [] }).Entries.Count == 0, "no process of it is left");

        Assert.NotEqual("## late\n", workspace.Outside("git status -b --porcelain").OutputText);
        _ = ProcessRun.Run(workspace.Sandbox("exec", "-q", "--network", "none", other, "--", "true")).ExpectExit();
        Assert.Equal("## late\n", workspace.Outside("git status -b --porcelain").OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void What_both_sides_changed_is_not_overwritten_and_the_inner_one_is_kept(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Outside(First).ExpectExit();
        using LiveProcess process = workspace.StartInside("echo ready; until [ -e .git/objects/go ]; do sleep 0.01; done; git checkout -q -b inner; echo x > inner; git add inner");
        LiveSandbox sandbox = LiveSandbox.Of(process);
        _ = Libc.kill(sandbox.Launcher, (int)Signal.Stop);
        _ = workspace.Outside("git checkout -q -b outer && echo y > outer && git add outer").ExpectExit();
        _ = workspace.Write(workspace.At("project", ".git", "objects", "go"), string.Empty);
        Eventually.Holds(() => File.Exists(workspace.At("project", "inner")) && ProcessState.All().All(p => p.Id != sandbox.Payload || !p.IsAlive), "the payload has ended");
        _ = Libc.kill(sandbox.Launcher, (int)Signal.Cont);

        string said = process.WaitForExit().ErrorText;

        Assert.Contains("changed outside and inside at once", said, StringComparison.Ordinal);
        string kept = said.Split("are kept in ")[1].Split('\n')[0];
        Assert.Equal("ref: refs/heads/inner\n", File.ReadAllText(Path.Combine(kept, "HEAD")));
        Assert.Equal("## outer\nA  outer\n?? inner\n", workspace.Outside("git status -b --porcelain").OutputText);
        Assert.Contains("inner\n", workspace.Outside($"GIT_INDEX_FILE={kept}/index git ls-files").OutputText, StringComparison.Ordinal);
    }
}
