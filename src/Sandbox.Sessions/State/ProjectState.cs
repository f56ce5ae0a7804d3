using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Linux.Files;

namespace Sandbox.Sessions.State;

/// <summary>One project's directory under the state root.</summary>
public sealed class ProjectState
{
    // https://bford.info/cachedir/: backup tools leave such directories out.
    private const string CacheTag = "Signature: 8a477f597d28d172789f06886806bc55\n# Made by claude-sandbox.\n";

    private ProjectState(string directory) => Directory = directory;

    public string Directory { get; }

    /// <summary>One file per live sandbox, locked by its owner.</summary>
    public string LiveDirectory => Paths.Join(Directory, "live");

    /// <summary>Where the directory is or will be; nothing is made.</summary>
    public static string PathOf(string stateRoot, string projectDirectory) => Paths.Join(Paths.Join(stateRoot, "projects"), ProjectKey.Of(projectDirectory));

    /// <summary>Makes the directory on first use.</summary>
    /// <exception cref="SandboxException">CS501 or CS502.</exception>
    public static ProjectState Open(string stateRoot, string projectDirectory)
    {
        PrivateDirectory.EnsureOwn(stateRoot);
        Write(Paths.Join(stateRoot, "CACHEDIR.TAG"), CacheTag);
        ProjectState state = new(PathOf(stateRoot, projectDirectory));
        PrivateDirectory.Ensure(state.Directory);
        PrivateDirectory.Ensure(state.LiveDirectory);
        state.CheckPath(projectDirectory);
        return state;
    }

    /// <summary>One that is there, or was.</summary>
    internal static ProjectState At(string directory) => new(directory);

    /// <summary>States of every project.</summary>
    public static IEnumerable<ProjectState> All(string stateRoot)
    {
        string projects = Paths.Join(stateRoot, "projects");
        return System.IO.Directory.Exists(projects)
            ? System.IO.Directory.EnumerateDirectories(projects).Order(StringComparer.Ordinal).Select(d => new ProjectState(d))
            : [];
    }

    /// <summary>Held while placeholders are made or removed; short.</summary>
    /// <exception cref="SandboxException">CS501: the lock cannot be opened.</exception>
    public FileLock Lock() => StateErrors.Explain(Directory, () => FileLock.Take(LockPath, wait: true)!);

    /// <summary>Null when somebody else holds it.</summary>
    public FileLock? TryLock() => FileLock.Take(LockPath, wait: false);

    private string LockPath => Paths.Join(Directory, "lock");

    private void CheckPath(string projectDirectory)
    {
        string file = Paths.Join(Directory, "path");
        if (!IsThere(file))
        {
            Write(file, projectDirectory + "\n");
            return;
        }

        // Before the open: a pipe would block it for ever.
        if (FileStatus.TryGet(file, follow: false, out FileStatus status) != 0 || !status.IsRegular)
        {
            throw new SandboxException(ErrorCode.State, $"{PrintableText.Escape(file)} is not a file: move it away");
        }

        string recorded = StateErrors.Explain(Directory, () => File.ReadAllText(file)).TrimEnd('\n');
        if (!string.Equals(recorded, projectDirectory, StringComparison.Ordinal))
        {
            throw new SandboxException(
                ErrorCode.StateCollision,
                $"state directory {PrintableText.Escape(Directory)} belongs to {PrintableText.Escape(recorded)}, not to {PrintableText.Escape(projectDirectory)} (hash collision): rename one of the two projects");
        }
    }

    private static void Write(string path, string text)
    {
        if (!IsThere(path))
        {
            _ = StateErrors.Explain(Paths.Parent(path), () =>
            {
                PrivateFile.Fill(path, text);
                return path;
            });
        }
    }

    // An empty file is one whose maker was killed before it wrote.
    private static bool IsThere(string path) => FileStatus.TryGet(path, follow: false, out FileStatus status) == 0 && (!status.IsRegular || status.Size > 0);
}
