using Sandbox.Core.Diagnostics;
using Sandbox.Sessions.State;
using Sandbox.Sessions.Tests.Fixtures;

namespace Sandbox.Sessions.Tests;

/// <summary>Placeholders come with a sandbox and go with the last that needs them.</summary>
public sealed class PlaceholderJournalTests
{
    [Fact]
    public void Placeholders_are_made_empty_and_read_only_and_removed_at_the_end()
    {
        using Project project = new();
        using (project.Protect(".vscode", ".idea"))
        {
            Assert.Equal([".idea", ".vscode"], project.Names);
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(project.At(".idea")) & (UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite));
        }

        Assert.Empty(project.Names);
        Assert.Empty(project.Journals);
    }

    [Fact]
    public void What_was_there_before_stays()
    {
        using Project project = new();
        _ = Directory.CreateDirectory(project.At(".vscode"));
        project.Protect([".idea"], [".vscode"]).Dispose();
        Assert.Equal([".vscode"], project.Names);
    }

    [Fact]
    public void What_somebody_makes_after_planning_is_theirs()
    {
        using Project project = new();
        _ = Directory.CreateDirectory(project.At(".vscode"));
        project.Protect(".vscode", ".idea").Dispose();
        Assert.Equal([".vscode"], project.Names);
    }

    [Fact]
    public void What_a_user_puts_into_a_placeholder_survives()
    {
        using Project project = new();
        using (project.Protect(".vscode", ".idea"))
        {
            File.SetUnixFileMode(project.At(".vscode"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.WriteAllText(project.At(".vscode/settings.json"), "mine");
        }

        Assert.Equal("mine", File.ReadAllText(project.At(".vscode/settings.json")));
        Assert.Equal([".vscode"], project.Names);
        Assert.Empty(project.Journals);
    }

    [Fact]
    public void What_a_user_puts_in_the_place_of_a_placeholder_survives()
    {
        using Project project = new();
        using (project.Protect(".vscode", ".idea"))
        {
            Directory.Delete(project.At(".vscode"));
            File.WriteAllText(project.At(".vscode"), "mine");
            Directory.Delete(project.At(".idea"));
            _ = File.CreateSymbolicLink(project.At(".idea"), project.Root);
        }

        Assert.Equal([".idea", ".vscode"], project.Names);
        Assert.Empty(project.Journals);
    }

    [Fact]
    public void A_failure_midway_removes_what_was_made()
    {
        using Project project = new();
        SandboxException error = Assert.Throws<SandboxException>(() => project.Protect(".idea", "missing/.vscode", ".zed"));
        Assert.Equal(ErrorCode.State, error.Code);
        Assert.Equal(
            $"cannot keep {project.At("missing/.vscode")} from being created inside: no such file or directory (ENOENT): make the directory writable, or pass --allow-write .vscode",
            error.Message);
        Assert.Empty(project.Names);
        Assert.Empty(project.Journals);
    }

    [Fact]
    public void The_state_directory_s_end_does_not_leave_placeholders_behind()
    {
        using Project project = new();
        PlaceholderJournal journal = project.Protect(".vscode");
        Directory.Move(project.StateRoot, project.StateRoot + ".gone");
        journal.Dispose();
        Assert.Empty(project.Names);
    }

    [Fact]
    public void A_line_break_in_a_name_is_kept_apart_from_the_end_of_a_line()
    {
        using Project project = new();
        string odd = "with\rreturn";
        _ = Directory.CreateDirectory(project.At("return"));
        using (project.Protect(odd))
        {
            Assert.Contains(odd, project.Names);
        }

        Assert.Equal(["return"], project.Names);
    }
}
