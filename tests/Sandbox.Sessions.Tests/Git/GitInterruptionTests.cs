using Sandbox.Core.Plans;
using Sandbox.Linux.Files;
using Sandbox.Sessions.Git;
using Sandbox.Sessions.Tests.Fixtures;

namespace Sandbox.Sessions.Tests.Git;

/// <summary>
/// A launcher is killed between any two steps of giving HEAD and index to the host's repository. The next command finishes, and can tell a lock that
/// was left from one that another git holds.
/// </summary>
public sealed class GitInterruptionTests : IDisposable
{
    private static readonly byte[] OtherHead = "ref: refs/heads/other\n"u8.ToArray();

    private readonly Project _project = new();
    private readonly GitPlan _plan;
    private readonly byte[] _before;
    private readonly byte[] _after;

    public GitInterruptionTests()
    {
        Shell("git init -q -b main . && git -c user.name=t -c user.email=t@example.invalid commit -q --allow-empty -m one && echo 1 > one && echo 2 > two && git add .");
        _after = File.ReadAllBytes(Host("index"));
        Shell("git reset -q && git add one");
        _before = File.ReadAllBytes(Host("index"));
        _ = _project.State;
        _plan = new GitPlan
        {
            GitDirectory = Host(string.Empty).TrimEnd('/'),
            CommonDirectory = Host(string.Empty).TrimEnd('/'),
            StateDirectory = Path.Combine(_project.State.Directory, "git"),
            HashLength = 20,
        };
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Wherever_it_is_killed_the_next_command_publishes_and_no_lock_is_left(int steps)
    {
        Leave(steps);

        List<string> notices = [];
        GitSession.SweepAll(_project.StateRoot, notices);

        Assert.Empty(notices);
        Assert.Equal(OtherHead, File.ReadAllBytes(Host("HEAD")));
        Assert.Equal(_after, File.ReadAllBytes(Host("index")));
        AssertNothingLeft();
    }

    [Fact]
    public void What_was_changed_outside_after_it_was_killed_is_not_overwritten()
    {
        Leave(3);
        File.WriteAllText(Host("HEAD"), "ref: refs/heads/third\n");

        List<string> notices = [];
        GitSession.SweepAll(_project.StateRoot, notices);

        Assert.Contains("nothing was overwritten", Assert.Single(notices), StringComparison.Ordinal);
        Assert.Equal("ref: refs/heads/third\n", File.ReadAllText(Host("HEAD")));
        Assert.Equal(_before, File.ReadAllBytes(Host("index")));
        Assert.Equal(_after, File.ReadAllBytes(Assert.Single(Directory.GetFiles(Path.Combine(_plan.StateDirectory, "kept"), "index", SearchOption.AllDirectories))));
        AssertNothingLeft();
    }

    [Fact]
    public void A_lock_that_another_git_holds_stays_even_when_it_has_the_same_contents()
    {
        Leave(2);
        File.Delete(Host("index.lock"));
        File.WriteAllBytes(Host("index.lock"), _after);

        List<string> notices = [];
        GitSession.SweepAll(_project.StateRoot, notices);

        Assert.Contains("another git holds the lock", Assert.Single(notices), StringComparison.Ordinal);
        Assert.Equal(_after, File.ReadAllBytes(Host("index.lock")));
        Assert.Equal(_before, File.ReadAllBytes(Host("index")));
    }

    [Fact]
    public void A_note_in_words_of_another_version_does_not_keep_anything_from_being_published()
    {
        Leave(0);
        _ = Directory.CreateDirectory(Path.Combine(_plan.StateDirectory, "step"));
        File.WriteAllText(Path.Combine(_plan.StateDirectory, "step", "what"), "upwards 7\n");

        GitSession.SweepAll(_project.StateRoot, []);

        Assert.Equal(_after, File.ReadAllBytes(Host("index")));
        AssertNothingLeft();
    }

    [Fact]
    public void A_lock_of_the_git_inside_that_was_killed_with_its_sandbox_does_not_stay()
    {
        Leave(0);
        File.WriteAllText(Path.Combine(_plan.PrivateDirectory, "index.lock"), string.Empty);
        File.WriteAllText(Path.Combine(_plan.PrivateDirectory, "HEAD.lock"), string.Empty);

        GitSession.SweepAll(_project.StateRoot, []);

        Assert.Empty(Directory.GetFiles(_plan.PrivateDirectory, "*.lock"));
        Assert.Equal(_after, File.ReadAllBytes(Host("index")));
    }

    [Fact]
    public void What_a_dying_sandbox_writes_after_the_sweep_is_published_by_the_next()
    {
        Leave(0);
        GitSession.SweepAll(_project.StateRoot, []);
        File.WriteAllBytes(Path.Combine(_plan.PrivateDirectory, "index"), _before);

        List<string> notices = [];
        using (GitSession next = GitSession.Begin(_plan, notices))
        {
            Assert.Empty(next.End());
        }

        Assert.Empty(notices);
        Assert.Equal(_before, File.ReadAllBytes(Host("index")));
    }

    public void Dispose() => _project.Dispose();

    /// <summary>A sandbox in which HEAD and index were changed, and whose launcher came so far in publishing them.</summary>
    private void Leave(int steps)
    {
        using (GitSession session = GitSession.Begin(_plan, []))
        {
            File.WriteAllBytes(Path.Combine(_plan.PrivateDirectory, "HEAD"), OtherHead);
            File.WriteAllBytes(Path.Combine(_plan.PrivateDirectory, "index"), _after);
        }

        using DirectoryHandle state = DirectoryHandle.Open(_plan.StateDirectory)!;
        using DirectoryHandle host = DirectoryHandle.Open(_plan.GitDirectory)!;
        GitIntention intention = new(state);
        GitStep step = new(host, intention);
        Action[] all =
        [
            () => Assert.Equal(0, intention.Begin(new GitPair(OtherHead, _after), toHost: true)),
            () => Assert.Equal(0, step.Take(GitStep.IndexLock, _after, patient: false)),
            () =>
            {
                Assert.Equal(0, step.Take(GitStep.HeadLock, OtherHead, patient: false));
                Assert.Equal(0, host.Rename(GitStep.HeadLock, "HEAD"));
            },
            () => Assert.Equal(0, host.Rename(GitStep.IndexLock, "index")),
            () => File.WriteAllBytes(Path.Combine(_plan.StateDirectory, "base", "HEAD"), OtherHead),
        ];
        Array.ForEach(all[..steps], static s => s());
    }

    private void AssertNothingLeft()
    {
        Assert.Empty(Directory.GetFiles(_plan.GitDirectory, "*.lock"));
        Assert.False(File.Exists(Path.Combine(_plan.StateDirectory, "live")));
        Assert.False(Directory.Exists(Path.Combine(_plan.StateDirectory, "step")));
        Assert.Empty(Directory.GetFiles(_plan.StateDirectory, "claude-sandbox-new.*", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(_plan.GitDirectory, "claude-sandbox-new.*", SearchOption.AllDirectories));
    }

    private string Host(string name) => Path.Combine(_project.Directory, ".git", name);

    private void Shell(string script) => _ = ProcessRun.Run(new ProcessRequest("/bin/sh", "-c", script) { WorkingDirectory = _project.Directory }).ExpectExit();
}
