using Sandbox.Core.Plans;
using Sandbox.Sessions.State;

namespace Sandbox.Sessions.Tests.Fixtures;

/// <summary>A project and a state root of its own, both gone with the test.</summary>
internal sealed class Project : IDisposable
{
    private readonly TempDirectory _root = TempDirectory.Create();

    public Project()
    {
        Directory = _root.Directory("app");
        StateRoot = _root.At("state", "claude-sandbox");
    }

    public string Directory { get; }

    public string StateRoot { get; }

    public string Root => _root.Path;

    public ProjectState State => ProjectState.Open(StateRoot, Directory);

    /// <summary>Names in the project.</summary>
    public IEnumerable<string> Names => System.IO.Directory.EnumerateFileSystemEntries(Directory).Select(Path.GetFileName).Order(StringComparer.Ordinal)!;

    /// <summary>Names of journals and their locks.</summary>
    public IEnumerable<string> Journals => System.IO.Directory.EnumerateFiles(State.LiveDirectory);

    public string At(string name) => Path.Combine(Directory, name);

    public PlaceholderJournal Protect(params string[] names) => Protect(names, []);

    public PlaceholderJournal Protect(string[] names, string[] covered) =>
        PlaceholderJournal.Create(State, [.. names.Select(n => new Placeholder(At(n)))], [.. names.Concat(covered).Select(At)]);

    /// <summary>What a launcher leaves that was killed after it had made <paramref name="names"/>: nobody holds the lock.</summary>
    public void LeaveDeadWith(string text, params string[] names)
    {
        SweepMark.Make(State.Directory, SweepMark.Journal);
        string stem = Path.Combine(State.LiveDirectory, Guid.NewGuid().ToString("N"));
        File.WriteAllText(stem + ".lock", string.Empty);
        File.WriteAllText(stem + ".placeholders", text);
        Array.ForEach(names, n => _ = System.IO.Directory.CreateDirectory(At(n)));
    }

    public void LeaveDead(params string[] names) => LeaveDeadWith(string.Concat(names.Select(n => At(n) + "\n")), names);

    public void Dispose() => _root.Dispose();
}
