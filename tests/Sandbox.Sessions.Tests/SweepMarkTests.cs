using Sandbox.Sessions.Git;
using Sandbox.Sessions.State;
using Sandbox.Sessions.Tests.Fixtures;

namespace Sandbox.Sessions.Tests;

/// <summary>Sweeping costs what is left over, and not what was ever used. The kernel counts what is opened.</summary>
public sealed class SweepMarkTests
{
    private const int Others = 40;

    [Fact]
    public void Projects_in_which_nothing_is_left_are_not_opened_however_many_there_are()
    {
        using Project project = new();
        for (int i = 0; i < Others; i++)
        {
            ProjectState other = ProjectState.Open(project.StateRoot, $"/work/other{i}");
            _ = Directory.CreateDirectory(Path.Combine(other.Directory, "git"));
        }

        // The first command after an upgrade looks at all of them, and this is the control: opening one is counted.
        Assert.True(Opened(project) >= Others);
        Assert.Equal(0, Opened(project));

        project.LeaveDead(".vscode");
        Assert.InRange(Opened(project), 1, Others / 2);
        Assert.Empty(project.Names);
        Assert.Equal(0, Opened(project));
    }

    [Fact]
    public void A_mark_is_there_as_long_as_the_sandbox_and_no_longer()
    {
        using Project project = new();
        _ = project.State;
        Sweep(project);
        PlaceholderJournal one = project.Protect(".vscode");
        PlaceholderJournal two = project.Protect(".idea");
        Assert.Single(Marks(project));
        one.Dispose();
        Assert.Single(Marks(project));
        two.Dispose();
        Assert.Empty(Marks(project));
    }

    [Fact]
    public void What_was_left_before_there_were_marks_is_swept()
    {
        using Project project = new();
        project.LeaveDead(".vscode");
        Directory.Move(Path.Combine(project.StateRoot, "sweep"), Path.Combine(project.StateRoot, "aside"));
        PlaceholderJournal.SweepAll(project.StateRoot);
        Assert.Empty(project.Names);
        Assert.Empty(project.Journals);
    }

    [Fact]
    public void A_mark_of_a_project_whose_state_has_gone_goes_too()
    {
        using Project project = new();
        project.LeaveDead(".vscode");
        Directory.Move(project.State.Directory, Path.Combine(project.StateRoot, "aside"));
        Sweep(project);
        Assert.Empty(Marks(project));
    }

    [Fact]
    public void Marks_that_somebody_has_removed_are_made_again()
    {
        using Project project = new();
        project.LeaveDead(".vscode");
        Directory.Move(Path.Combine(project.StateRoot, "sweep", "journal"), Path.Combine(project.StateRoot, "aside"));
        PlaceholderJournal.SweepAll(project.StateRoot);
        Assert.Empty(project.Names);
        Assert.Empty(project.Journals);
    }

    private static string[] Marks(Project project) => Directory.GetFiles(Path.Combine(project.StateRoot, "sweep"), "*", SearchOption.AllDirectories);

    private static void Sweep(Project project)
    {
        PlaceholderJournal.SweepAll(project.StateRoot);
        GitSession.SweepAll(project.StateRoot, []);
    }

    /// <summary>How often a directory or file of any project's state is opened by a sweep.</summary>
    private static int Opened(Project project) => OpenCount.Of(Path.Combine(project.StateRoot, "projects"), () => Sweep(project));
}
