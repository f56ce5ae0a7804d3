namespace Sandbox.Linux.Processes;

/// <summary>
/// Turns a bare tool name into an absolute path. Places that a sandboxed program may write to never count, however PATH names them.
/// </summary>
/// <param name="searchPath">PATH as the user set it; null or empty means only the trusted directories.</param>
/// <param name="untrustedDirectories">Absolute; nothing at, under, or reached through them is returned (the workspace).</param>
/// <param name="files">The file system.</param>
public sealed class ExecutableResolver(string? searchPath, IReadOnlyList<string> untrustedDirectories, IFileProbe files)
{
    /// <summary>Searched after PATH, so that a tool is found under cron, ssh or an emptied environment too.</summary>
    public static IReadOnlyList<string> TrustedDirectories { get; } =
        ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"];

    /// <summary>The absolute entries of PATH, in order. An empty or relative entry means the current directory: the project.</summary>
    public IReadOnlyList<string> SearchPath { get; } =
        [.. (searchPath ?? string.Empty).Split(':').Where(d => d.StartsWith('/')).Distinct(StringComparer.Ordinal)];

    /// <summary>The tool's absolute path as PATH names it (links not resolved, since some tools look at argv[0]); null when there is none.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a bare name.</exception>
    public string? Find(string name) => FindAll(name).FirstOrDefault();

    /// <summary>All of them, best first.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a bare name.</exception>
    public IEnumerable<string> FindAll(string name) => FindIn(SearchPath.Union(TrustedDirectories, StringComparer.Ordinal), name);

    /// <summary>Those that PATH itself names.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a bare name.</exception>
    public IEnumerable<string> FindOnSearchPath(string name) => FindIn(SearchPath, name);

    /// <summary>Those in trusted directories that PATH does not name.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a bare name.</exception>
    public IEnumerable<string> FindBeyondSearchPath(string name) => FindIn(TrustedDirectories.Except(SearchPath, StringComparer.Ordinal), name);

    /// <summary>Whether an absolute path is an executable regular file that nobody untrusted can replace or write.</summary>
    public bool IsUsable(string path)
    {
        FileFacts? facts = files.Look(path);
        return facts is { IsRegular: true, IsExecutable: true, IsWritableByOthers: false } && IsTrusted(path, facts);
    }

    /// <summary>Neither the path, nor what it resolves to, nor any link on the way lies in an untrusted directory.</summary>
    public bool IsTrusted(string path)
    {
        FileFacts? facts = files.Look(path);
        return facts is not null && IsTrusted(path, facts);
    }

    private IEnumerable<string> FindIn(IEnumerable<string> directories, string name)
    {
        if (name.Length == 0 || name is "." or ".." || name.AsSpan().ContainsAny('/', '\0'))
        {
            throw new ArgumentException($"'{name}' is not the bare name of a tool", nameof(name));
        }

        return directories.Select(d => PathText.Join(d, name)).Where(IsUsable);
    }

    private bool IsTrusted(string path, FileFacts facts) =>
        untrustedDirectories.All(d =>
        {
            string real = files.Look(d)?.RealPath ?? d;
            return facts.Traversed.Prepend(facts.RealPath).Prepend(path).All(p => !PathText.IsUnder(p, d) && !PathText.IsUnder(p, real));
        });
}
