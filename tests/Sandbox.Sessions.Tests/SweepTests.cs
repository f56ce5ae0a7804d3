using Sandbox.Core.Diagnostics;
using Sandbox.Sessions.State;
using Sandbox.Sessions.Tests.Fixtures;

namespace Sandbox.Sessions.Tests;

/// <summary>What sandboxes leave that were killed, and what the next command makes of it.</summary>
public sealed class SweepTests
{
    [Fact]
    public void A_journal_without_a_living_owner_is_swept()
    {
        using Project project = new();
        project.LeaveDead(".vscode", ".idea");
        PlaceholderJournal.SweepAll(project.StateRoot);
        Assert.Empty(project.Names);
        Assert.Empty(project.Journals);
    }

    [Fact]
    public void The_project_s_next_sandbox_sweeps_first()
    {
        using Project project = new();
        project.LeaveDead(".vscode");
        using (project.Protect(".idea"))
        {
            Assert.Equal([".idea"], project.Names);
        }
    }

    [Fact]
    public void A_death_before_the_first_placeholder_leaves_only_a_lock_to_sweep()
    {
        using Project project = new();
        File.WriteAllText(Path.Combine(project.State.LiveDirectory, "early.lock"), string.Empty);
        PlaceholderJournal.SweepAll(project.StateRoot);
        Assert.Empty(project.Journals);
    }

    [Fact]
    public void A_parent_that_has_become_a_link_leads_the_sweep_nowhere()
    {
        using Project project = new();
        string elsewhere = Directory.CreateDirectory(Path.Combine(project.Root, "elsewhere", ".vscode")).FullName;
        project.LeaveDeadWith($"{project.At("sub/.vscode")}\n");
        _ = Directory.CreateSymbolicLink(project.At("sub"), Path.GetDirectoryName(elsewhere)!);
        PlaceholderJournal.SweepAll(project.StateRoot);
        Assert.True(Directory.Exists(elsewhere));
        Assert.Empty(project.Journals);

        // The control: the same list without the link in between is swept.
        project.LeaveDeadWith($"{elsewhere}\n");
        PlaceholderJournal.SweepAll(project.StateRoot);
        Assert.False(Directory.Exists(elsewhere));
    }

    [Fact]
    public void A_line_that_was_being_written_at_death_names_nothing()
    {
        using Project project = new();
        project.LeaveDeadWith(project.At(".vscode") + "\n" + project.Directory, ".vscode");
        PlaceholderJournal.SweepAll(project.StateRoot);
        Assert.True(Directory.Exists(project.Directory));
        Assert.Empty(project.Names);
    }

    [Fact]
    public void Only_empty_directories_are_ever_removed()
    {
        using Project project = new();
        project.LeaveDead(".vscode", ".idea");
        File.WriteAllText(project.At(".vscode/tasks.json"), "mine");
        PlaceholderJournal.SweepAll(project.StateRoot);
        Assert.Equal([".vscode"], project.Names);
    }

    [Fact]
    public void What_cannot_be_removed_now_is_removed_later()
    {
        using Project project = new();
        project.LeaveDeadWith(project.At("sub/.vscode") + "\n", "sub/.vscode");
        using (Blocked.Removing(project.At("sub")))
        {
            PlaceholderJournal.SweepAll(project.StateRoot);
            Assert.True(Directory.Exists(project.At("sub/.vscode")));
            Assert.NotEmpty(project.Journals);
        }

        PlaceholderJournal.SweepAll(project.StateRoot);
        Assert.False(Directory.Exists(project.At("sub/.vscode")));
        Assert.Empty(project.Journals);
    }

    [Fact]
    public void A_project_that_somebody_is_working_on_is_left_to_them()
    {
        using Project project = new();
        project.LeaveDead(".vscode");
        using (project.State.Lock())
        {
            PlaceholderJournal.SweepAll(project.StateRoot);
            Assert.Equal([".vscode"], project.Names);
        }
    }

    [Fact]
    public void One_project_s_trouble_does_not_keep_another_from_being_swept()
    {
        using Project project = new();
        project.LeaveDead(".vscode");
        string broken = Path.Combine(project.StateRoot, "projects", "aaa-broken", "live");
        _ = Directory.CreateDirectory(broken);
        _ = Directory.CreateDirectory(Path.Combine(broken, "x.lock"));
        File.WriteAllText(Path.Combine(broken, "y.lock"), string.Empty);
        _ = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(broken)!, "lock"));
        PlaceholderJournal.SweepAll(project.StateRoot);
        Assert.Empty(project.Names);
    }

    [Fact]
    public void Where_there_is_no_state_there_is_nothing_to_sweep_and_nothing_is_made()
    {
        using Project project = new();
        PlaceholderJournal.SweepAll(project.StateRoot);
        Assert.False(Directory.Exists(project.StateRoot));
    }

    [Fact]
    public void A_state_directory_that_others_may_write_is_not_believed()
    {
        using Project project = new();
        project.LeaveDead(".vscode");
        File.SetUnixFileMode(project.StateRoot, File.GetUnixFileMode(project.StateRoot) | UnixFileMode.OtherWrite);
        SandboxException error = Assert.Throws<SandboxException>(() => PlaceholderJournal.SweepAll(project.StateRoot));
        Assert.Equal($"refusing to use {project.StateRoot}: others may write to it: run `chmod go-w` on it", error.Message);
        Assert.Equal([".vscode"], project.Names);
    }
}
