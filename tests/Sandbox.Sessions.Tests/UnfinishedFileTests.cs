using Sandbox.Sessions.Tests.Fixtures;

namespace Sandbox.Sessions.Tests;

/// <summary>Many that begin with one project at once.</summary>
public sealed class UnfinishedFileTests
{
    [Fact]
    public void Many_that_open_a_project_for_the_first_time_all_find_it_whole()
    {
        using Project project = new();
        Parallel.For(0, 32, _ => Assert.Equal(project.Directory + "\n", File.ReadAllText(Path.Combine(project.State.Directory, "path"))));
        Assert.Empty(Directory.GetFiles(project.StateRoot, "*.new", SearchOption.AllDirectories));
    }
}
