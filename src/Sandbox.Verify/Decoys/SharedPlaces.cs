namespace Sandbox.Verify.Decoys;

/// <summary>Files with the tag in the directories that all users of a machine share.</summary>
internal sealed class SharedPlaces(string tag) : IDisposable
{
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);
    private readonly List<FileStream> _held = [];

    public static IReadOnlyList<string> Directories { get; } = ["/tmp", "/var/tmp", "/dev/shm"];

    /// <summary>Those that could be written.</summary>
    public List<string> Files { get; } = [];

    public void Fill()
    {
        foreach (string directory in Directories)
        {
            string path = Path.Combine(directory, "verify-" + tag);
            try
            {
                _held.Add(DeadRuns.Write(path, System.Text.Encoding.ASCII.GetBytes(tag)));
                Files.Add(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A machine without this place has nothing of it to show.
            }
        }
    }

    /// <summary>Files that a run with this directory may make in the shared ones. Without the tag, which must not be found there.</summary>
    public static IReadOnlyList<string> MadeBy(string root) => [.. Directories.Take(2).Select(d => Path.Combine(d, Path.GetFileName(root) + ".made"))];

    /// <summary>The same, to be removed with the scene.</summary>
    public IReadOnlyList<string> Made(string root)
    {
        IReadOnlyList<string> paths = MadeBy(root);
        _made.UnionWith(paths);
        return paths;
    }

    public void Dispose()
    {
        foreach (string file in Files.Concat(_made))
        {
            File.Delete(file);
        }

        _held.ForEach(static f => f.Dispose());
    }
}
