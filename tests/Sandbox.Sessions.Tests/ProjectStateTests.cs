using Sandbox.Core.Diagnostics;
using Sandbox.Sessions.State;
using Sandbox.Sessions.Tests.Fixtures;

namespace Sandbox.Sessions.Tests;

public sealed class ProjectStateTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Fact]
    public void Opening_makes_private_directories_and_writes_down_whose_they_are()
    {
        using Project project = new();
        ProjectState state = project.State;
        Assert.Equal(Path.Combine(project.StateRoot, "projects", ProjectKey.Of(project.Directory)), state.Directory);
        Assert.Equal(project.Directory + "\n", File.ReadAllText(Path.Combine(state.Directory, "path")));
        Assert.All([project.StateRoot, state.Directory, state.LiveDirectory], d => Assert.Equal(OwnerOnly, File.GetUnixFileMode(d)));
    }

    [Fact]
    public void Backup_programs_are_told_to_leave_it_out()
    {
        using Project project = new();
        _ = project.State;
        Assert.StartsWith("Signature: 8a477f597d28d172789f06886806bc55", File.ReadAllText(Path.Combine(project.StateRoot, "CACHEDIR.TAG")), StringComparison.Ordinal);
    }

    [Fact]
    public void Opening_again_changes_nothing()
    {
        using Project project = new();
        _ = project.State;
        Census before = Census.Take(new CensusScope { Programs = [], MountsUnder = [], Directories = [project.Root], Cgroups = [] });
        _ = project.State;
        before.AssertRestored();
    }

    [Fact]
    public void Two_projects_of_one_hash_are_an_error_and_not_one_project()
    {
        using Project project = new();
        File.WriteAllText(Path.Combine(project.State.Directory, "path"), "/somewhere/else\u001b\n");
        SandboxException error = Assert.Throws<SandboxException>(() => project.State);
        Assert.Equal(ErrorCode.StateCollision, error.Code);
        Assert.EndsWith(
            $"belongs to /somewhere/else\\u001b, not to {project.Directory} (hash collision): rename one of the two projects", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_project_of_a_state_root_is_found()
    {
        using Project project = new();
        _ = ProjectState.Open(project.StateRoot, "/b/two");
        _ = ProjectState.Open(project.StateRoot, "/a/one");
        Assert.Equal([ProjectKey.Of("/a/one"), ProjectKey.Of("/b/two")], ProjectState.All(project.StateRoot).Select(s => Path.GetFileName(s.Directory)));
        Assert.Empty(ProjectState.All("/nonexistent"));
    }

    [Fact]
    public void A_lock_is_held_by_one_at_a_time()
    {
        using Project project = new();
        using (project.State.Lock())
        {
            Assert.Null(project.State.TryLock());
        }

        using Linux.Files.FileLock? free = project.State.TryLock();
        Assert.NotNull(free);
    }
}
