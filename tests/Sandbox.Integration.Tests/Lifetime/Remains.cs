namespace Sandbox.Integration.Tests;

/// <summary>
/// What a workspace has at one moment: its processes, mounts and control groups, and the names, kinds, modes and owners of everything in its home
/// (all state is there) and its project. Not what is in files, because those tests work in them; nor git's objects.
/// </summary>
public sealed class Remains
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);
    private readonly Workspace _workspace;
    private readonly SortedSet<string> _facts;

    private Remains(Workspace workspace, SortedSet<string> facts) => (_workspace, _facts) = (workspace, facts);

    public static Remains Of(Workspace workspace) => new(workspace, Facts(workspace));

    /// <summary>Entries that came (+) and went (-) since then.</summary>
    public IReadOnlyList<string> Difference()
    {
        SortedSet<string> now = Facts(_workspace);
        return [.. now.Except(_facts).Select(static f => "+ " + f), .. _facts.Except(now).Select(static f => "- " + f)];
    }

    /// <summary>Waits until no process of the workspace is left, which is what a killed sandbox comes to by itself.</summary>
    public static void WaitForProcesses(Workspace workspace, string what)
    {
        IReadOnlyList<string> left = [];
        Eventually.Holds(
            () => (left = [.. Census.Take(workspace.Scope with { Directories = [], MountsUnder = [] }).Entries.Select(static e => $"{e.Key} {e.Value}")]).Count == 0,
            $"{what}: everything of the sandbox has ended");
    }

    /// <summary>Everything is as it was, after a moment at most.</summary>
    /// <param name="what">What has happened, for the message.</param>
    /// <param name="mayLack">What has gone does not matter, only what came.</param>
    public void AssertEqual(string what, bool mayLack = false)
    {
        long end = Environment.TickCount64 + (long)Settle.TotalMilliseconds;
        IReadOnlyList<string> Wrong() => [.. Difference().Where(d => !mayLack || d[0] == '+')];
        IReadOnlyList<string> difference = Wrong();
        while (difference.Count > 0 && Environment.TickCount64 < end)
        {
            Thread.Sleep(10);
            difference = Wrong();
        }

        if (difference.Count > 0)
        {
            throw new TestFailureException($"{what}: {difference.Count} differences are left:\n{string.Join('\n', difference)}");
        }
    }

    private static SortedSet<string> Facts(Workspace workspace)
    {
        Census census = Census.Take(workspace.Scope with { Directories = [workspace.Project, workspace.Home] });
        SortedSet<string> facts = new(StringComparer.Ordinal);
        foreach ((string name, string fact) in census.Entries.Where(static e => !e.Key.Contains("/.git/objects/", StringComparison.Ordinal)))
        {
            // "regular 0600 0:0 12 bytes sha256:..."
            facts.Add(name.StartsWith("file ", StringComparison.Ordinal) ? $"{name}: {string.Join(' ', fact.Split(' ').Take(3))}" : $"{name}: {fact}");
        }

        // Its own, by its own records: other tests have some too.
        foreach (string group in LeftGroups.Of(workspace.StateHome))
        {
            facts.Add("cgroup " + group);
        }

        return facts;
    }
}
