namespace Sandbox.Verify.Decoys;

/// <summary>Files with the tag in the directories that all users of a machine share.</summary>
internal sealed class SharedPlaces(string tag) : IDisposable
{
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);

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
                using FileStream file = new(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
                file.Write(System.Text.Encoding.ASCII.GetBytes(tag));
                Files.Add(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A machine without this place has nothing of it to show.
            }
        }
    }

    /// <summary>A file that may be made in a shared directory, removed with the scene.</summary>
    public string Made(string directory, string name)
    {
        string path = Path.Combine(directory, name);
        _ = _made.Add(path);
        return path;
    }

    public void Dispose()
    {
        foreach (string file in Files.Concat(_made))
        {
            File.Delete(file);
        }
    }
}
