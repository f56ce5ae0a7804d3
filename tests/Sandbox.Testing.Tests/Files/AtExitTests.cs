namespace Sandbox.Testing.Tests;

/// <summary>What happens at the end of the process to resources that nobody disposed of.</summary>
public sealed class AtExitTests
{
    private readonly AtExit exit = new();
    private readonly List<string> disposed = [];

    [Fact]
    public void The_newest_go_first_and_those_already_gone_are_left_alone()
    {
        using Resource gone = new("gone", disposed.Add);
        foreach (Resource resource in new[] { new Resource("directory", disposed.Add), gone, new Resource("server", disposed.Add) })
        {
            exit.Add(resource);
        }

        exit.Remove(gone);
        exit.DisposeAll();
        exit.DisposeAll();

        Assert.Equal(["server", "directory"], disposed);
    }

    [Fact]
    public void One_that_fails_does_not_keep_the_others()
    {
        exit.Add(new Resource("first", disposed.Add));
        exit.Add(new Resource("second", static _ => throw new TestFailureException("expected by AtExitTests")));

        exit.DisposeAll();

        Assert.Equal(["first"], disposed);
    }

    private sealed class Resource(string name, Action<string> onDispose) : IDisposable
    {
        public void Dispose() => onDispose(name);
    }
}
