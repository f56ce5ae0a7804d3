using Sandbox.Core.Planning;

namespace Sandbox.Sessions.State;

/// <summary>A list of absolute paths, a line each, and beside it the lock that says whether its owner lives.</summary>
/// <param name="Stem">Both names without their endings.</param>
internal sealed record JournalFile(string Stem)
{
    // The lock has a file of its own: .NET takes an flock of its own on whatever it reads or writes.
    private const string LockSuffix = ".lock";
    private const string ListSuffix = ".placeholders";

    public string LockPath => Stem + LockSuffix;

    private string ListPath => Stem + ListSuffix;

    // One name, so that what an owner left that died while writing is found.
    private string NextPath => ListPath + ".new";

    public static JournalFile New(ProjectState state) => new(Paths.Join(state.LiveDirectory, Guid.NewGuid().ToString("N")));

    /// <summary>Every journal of the project; the project's lock must be held.</summary>
    public static IEnumerable<JournalFile> All(ProjectState state) =>
        Directory.EnumerateFiles(state.LiveDirectory, "*" + LockSuffix).Order(StringComparer.Ordinal).Select(f => new JournalFile(f[..^LockSuffix.Length]));

    /// <summary>The old list or the new one, whatever happens in between; the project's lock must be held.</summary>
    public void Write(IReadOnlyList<string> paths)
    {
        File.Delete(NextPath);
        PrivateFile.Create(NextPath, string.Concat(paths.Select(p => p + "\n")));
        File.Move(NextPath, ListPath, overwrite: true);
    }

    /// <summary>Whole lines only: the end of one that was being written when its owner died would name another directory.</summary>
    public string[] Read()
    {
        string text = File.Exists(ListPath) ? File.ReadAllText(ListPath) : string.Empty;
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Delete()
    {
        File.Delete(NextPath);
        File.Delete(ListPath);
        File.Delete(LockPath);
    }
}
