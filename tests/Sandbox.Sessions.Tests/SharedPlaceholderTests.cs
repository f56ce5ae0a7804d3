using Sandbox.Sessions.State;
using Sandbox.Sessions.Tests.Fixtures;

namespace Sandbox.Sessions.Tests;

/// <summary>Several sandboxes of one project at the same time.</summary>
public sealed class SharedPlaceholderTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_last_of_two_sandboxes_removes_a_shared_placeholder(bool firstEndsFirst)
    {
        using Project project = new();
        PlaceholderJournal first = project.Protect(".vscode");

        // The second finds a directory there and only covers it.
        PlaceholderJournal second = project.Protect([".idea"], [".vscode"]);
        (firstEndsFirst ? first : second).Dispose();
        Assert.Contains(".vscode", project.Names);
        (firstEndsFirst ? second : first).Dispose();
        Assert.Empty(project.Names);
    }

    [Fact]
    public void A_placeholder_that_went_between_planning_and_starting_is_made_again()
    {
        using Project project = new();
        PlaceholderJournal first = project.Protect(".vscode");
        first.Dispose();

        // Planned while the first was alive.
        using (project.Protect([], [".vscode"]))
        {
            Assert.Equal([".vscode"], project.Names);
        }

        Assert.Empty(project.Names);
    }

    [Fact]
    public void A_live_sandbox_s_placeholders_are_not_swept()
    {
        using Project project = new();
        using PlaceholderJournal live = project.Protect(".vscode");
        PlaceholderJournal.SweepAll(project.StateRoot);
        Assert.Equal([".vscode"], project.Names);
    }

    [Fact]
    public void A_dead_sandbox_s_placeholder_stays_while_a_live_one_needs_it()
    {
        using Project project = new();
        project.LeaveDead(".vscode", ".idea");
        using (project.Protect([], [".vscode"]))
        {
            Assert.DoesNotContain(".idea", project.Names);
        }

        Assert.Empty(project.Names);
    }

    [FactWithin(30)]
    public async Task Many_sandboxes_coming_and_going_leave_nothing()
    {
        using Project project = new();
        _ = project.State;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            for (int i = 0; i < 25; i++)
            {
                using PlaceholderJournal journal = project.Protect(".vscode", $".w{(worker + i) % 3}");
                Assert.True(Directory.Exists(project.At(".vscode")));
                PlaceholderJournal.SweepAll(project.StateRoot);
                Assert.True(Directory.Exists(project.At(".vscode")));
            }
        })));
        Assert.Empty(project.Names);
        Assert.Empty(project.Journals);
    }
}
