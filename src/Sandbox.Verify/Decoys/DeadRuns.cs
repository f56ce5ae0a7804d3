using System.Text.RegularExpressions;
using Sandbox.Linux.Files;
using Sandbox.Linux.Kernel;
using Sandbox.Linux.Processes;

namespace Sandbox.Verify.Decoys;

/// <summary>
/// What runs of this user left that were killed. A run that lives holds a lock of everything that it has made; names get their final form only when
/// they are locked, so that what nobody locks is nobody's any more. No link is followed, and nobody else's file is opened.
/// </summary>
internal static partial class DeadRuns
{
    /// <summary>Begins the name of a run's directory.</summary>
    public const string Root = "claude-sandbox-verify-";

    private const string LockName = "lock";
    private const string Unfinished = ".new";

    /// <summary>Removes it.</summary>
    /// <param name="probe">Path of the probe program, which removes trees by descriptor.</param>
    public static void Sweep(string probe)
    {
        foreach (string file in SharedPlaces.Directories.SelectMany(static d => Entries(d, "verify-t*")).Where(static f => Decoy().IsMatch(Path.GetFileName(f)) && !IsBeingMade(f)))
        {
            RemoveFile(file);
        }

        foreach (string root in Entries(Path.GetTempPath(), Root + "*"))
        {
            RemoveRoot(root, probe);
        }
    }

    /// <summary>The lock of a run's directory, to be held as long as it is used.</summary>
    public static FileLock Hold(string root)
    {
        string name = Path.Combine(root, LockName);
        FileLock held = FileLock.Take(name + Unfinished, wait: false) ?? throw new IOException($"{name} is locked");
        File.Move(name + Unfinished, name);
        return held;
    }

    /// <summary>A new file that is there, whole and locked, from one moment to the next; locked until disposed of.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static FileStream Write(string path, byte[] contents)
    {
        FileStream file = new(path + Unfinished, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        try
        {
            file.Write(contents);
            file.Flush();
            File.Move(path + Unfinished, path);
            return file;
        }
        catch
        {
            file.Dispose();
            File.Delete(path + Unfinished);
            throw;
        }
    }

    private static void RemoveFile(string path)
    {
        if (IsOwn(path) is { IsRegular: true })
        {
            Try(() =>
            {
                using FileLock? dead = FileLock.Take(path, wait: false);
                if (dead is not null)
                {
                    File.Delete(path);
                }
            });
        }
    }

    private static void RemoveRoot(string root, string probe)
    {
        // Without its lock it is being made, or was not made by this program.
        string held = Path.Combine(root, LockName);
        if (IsOwn(root) is not { IsDirectory: true } || IsOwn(held) is not { IsRegular: true })
        {
            return;
        }

        Try(() =>
        {
            using FileLock? dead = FileLock.Take(held, wait: false);
            if (dead is null)
            {
                return;
            }

            foreach (string made in SharedPlaces.MadeBy(root).Where(static m => IsOwn(m) is { IsRegular: true }))
            {
                File.Delete(made);
            }

            using SpawnedProcess remover = Spawn.Start(probe, [probe, "remove", root], [], []);
            _ = remover.Wait();
        });
    }

    private static FileStatus? IsOwn(string path) => FileStatus.Look(path) is { } status && status.Uid == ProcessIdentity.Uid ? status : null;

    private static string[] Entries(string directory, string pattern)
    {
        string[] found = [];
        Try(() => found = Directory.GetFileSystemEntries(directory, pattern));
        return found;
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else was faster, or the machine has no such place: this run goes on, and the next one tries again.
        }
    }

    /// <summary>Its name has not got its final form, which takes an instant: after a minute the run that made it was killed.</summary>
    private static bool IsBeingMade(string path) => path.EndsWith(Unfinished, StringComparison.Ordinal) && DateTime.UtcNow - File.GetLastWriteTimeUtc(path) <= TimeSpan.FromMinutes(1);

    [GeneratedRegex(@"^verify-t[0-9a-f]{24}(\.new)?$")]
    private static partial Regex Decoy();
}
