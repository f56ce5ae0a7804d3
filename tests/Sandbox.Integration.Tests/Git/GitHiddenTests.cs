namespace Sandbox.Integration.Tests.Git;

/// <summary>What a payload does so that its user does not see what it did.</summary>
public sealed class GitHiddenTests
{
    private const string Setup = "echo one > file && git add file && git commit -qm first";

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_mark_that_hides_changes_from_git_outside_is_not_taken_over(Identity identity)
    {
        foreach (string mark in new[] { "--assume-unchanged", "--skip-worktree" })
        {
            string attack = $"echo two > file; git update-index {mark} file";
            using Workspace control = Workspace.Create(identity);
            _ = control.Outside($"{Setup} && {attack}").ExpectExit();
            Assert.Empty(control.Outside("git status --porcelain").ExpectExit().OutputText);

            using Workspace workspace = Workspace.Create(identity);
            _ = workspace.Outside(Setup).ExpectExit();
            Assert.Contains("hides changes of file", workspace.Inside(attack).ExpectExit().ErrorText, StringComparison.Ordinal);
            Assert.Equal(" M file\n", workspace.Outside("git status --porcelain").ExpectExit().OutputText);
        }
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_mark_of_the_user_s_own_stays(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Outside($"{Setup} && git update-index --skip-worktree file").ExpectExit();
        Assert.DoesNotContain("hides", workspace.Inside("echo two > second; git add second; git commit -qm second").ExpectExit().ErrorText, StringComparison.Ordinal);
        Assert.Equal("S file\nH second\n", workspace.Outside("git ls-files -t").ExpectExit().OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void No_depth_hides_a_pipe_among_the_branches(Identity identity)
    {
        string deep = string.Join('/', Enumerable.Repeat("d", 100));
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Outside(Setup).ExpectExit();
        _ = workspace.Inside($"mkdir -p .git/refs/heads/{deep} && mkfifo .git/refs/heads/{deep}/pipe");
        Assert.False(File.Exists(workspace.At("project", ".git", "refs", "heads", deep, "pipe")));
        Assert.True(Directory.Exists(workspace.At("project", ".git", "refs", "heads", deep)), "it was there");
    }
}
