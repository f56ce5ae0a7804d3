using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Linux;
using Sandbox.Linux.Files;
using Sandbox.Linux.Users;
using Sandbox.Sessions.State;

namespace Sandbox.Sessions.Cgroups;

/// <summary>
/// A locked file that names the control groups of one launcher. The lock dies with its owner, so a record that can be locked is a dead
/// one, and the next command removes what it lists; the kernel removes a group only when nothing is in it.
/// </summary>
internal sealed class CgroupRecord
{
    private const string CgroupRoot = "/sys/fs/cgroup/";

    // Milliseconds that the kernel gets to end what it was told to kill.
    private const int Patience = 2000;
    private const int Pause = 5;

    private readonly string? _file;
    private readonly FileLock? _lock;
    private readonly IReadOnlyList<string> _paths;

    private CgroupRecord(string? file, FileLock? fileLock, IReadOnlyList<string> paths)
    {
        _file = file;
        _lock = fileLock;
        _paths = paths;
    }

    /// <summary>The lock, for a process that takes over the sandbox; null where nothing could be written down.</summary>
    public Descriptor? Hold => _lock?.File;

    /// <summary>Written before the first group is made, where that is possible: only after SIGKILL does anybody miss it.</summary>
    public static CgroupRecord Create(string stateRoot, string name, IReadOnlyList<string> paths)
    {
        try
        {
            return Write(stateRoot, name, paths);
        }
        catch (SandboxException e) when (e.Code == ErrorCode.State)
        {
            return new CgroupRecord(null, null, paths);
        }
    }

    private static CgroupRecord Write(string stateRoot, string name, IReadOnlyList<string> paths)
    {
        string directory = DirectoryOf(stateRoot);
        return StateErrors.Explain(directory, () =>
        {
            PrivateDirectory.EnsureOwn(stateRoot);
            PrivateDirectory.EnsureOwn(directory);

            // While it is held nobody sweeps, so that a record is never found before it is locked and written.
            using FileLock all = FileLock.Take(LockOf(directory), wait: true)!;
            string file = Paths.Join(directory, name);
            FileLock own = FileLock.Take(file, wait: true)!;
            own.File.WriteAll(ByteText.Encode(string.Concat(paths.Select(static p => p + "\n"))));
            return new CgroupRecord(file, own, paths);
        });
    }

    /// <summary>Removes the groups of launchers that did not end by themselves. What is still in use is left to the next command.</summary>
    public static void Sweep(string stateRoot)
    {
        string directory = DirectoryOf(stateRoot);
        if (!Directory.Exists(directory))
        {
            return;
        }

        PrivateDirectory.EnsureOwn(stateRoot);
        PrivateDirectory.EnsureOwn(directory);
        using FileLock? all = FileLock.Take(LockOf(directory), wait: false);
        if (all is null)
        {
            return;
        }

        foreach (string file in Directory.EnumerateFiles(directory, SandboxCgroup.Prefix + "*"))
        {
            using FileLock? dead = FileLock.Take(file, wait: false);
            if (dead is not null)
            {
                byte[] text = new byte[16 * 1024];
                new CgroupRecord(file, dead, Listed(ByteText.Decode(text.AsSpan(0, dead.File.Read(text))), Paths.Name(file))).Finish(isDead: true);
            }
        }
    }

    /// <summary>Removes the groups, and the record when all of them are gone.</summary>
    /// <param name="isDead">Whoever owned the sandbox is gone, so nothing in the groups has a right to be there any more.</param>
    public void Finish(bool isDead = false)
    {
        bool gone = true;
        using (RootRights? root = RootRights.Borrow())
        {
            foreach (string path in _paths)
            {
                int error = PlainDirectory.Remove(path);
                error = error == Errno.EBUSY && isDead && Kill(path) ? PlainDirectory.Remove(path) : error;
                gone &= error is 0 or Errno.ENOENT;
            }
        }

        if (gone && _file is not null)
        {
            try
            {
                File.Delete(_file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A record of nothing: the next command removes it.
                _ = e;
            }
        }

        _lock?.Dispose();
    }

    /// <summary>
    /// What would end by itself, were it not stopped or frozen. Only version 2 can kill a group as a whole; by numbers of processes it is not done,
    /// because such a number may be another one's by then.
    /// </summary>
    private static bool Kill(string path)
    {
        if (KernelFile.Write(Paths.Join(path, "cgroup.kill"), "1") != 0)
        {
            return false;
        }

        for (int waited = 0; waited < Patience && KernelFile.Read(Paths.Join(path, "cgroup.events"))?.Contains("populated 1", StringComparison.Ordinal) == true; waited += Pause)
        {
            Thread.Sleep(Pause);
        }

        return true;
    }

    // Whole lines, of a cgroup file system, with the name of the record: nothing else is ever removed.
    private static string[] Listed(string text, string name) =>
        [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n').Where(p => p.StartsWith(CgroupRoot, StringComparison.Ordinal) && !p.Contains("/../", StringComparison.Ordinal) && string.Equals(Paths.Name(p), name, StringComparison.Ordinal))];

    private static string DirectoryOf(string stateRoot) => Paths.Join(stateRoot, "cgroups");

    private static string LockOf(string directory) => Paths.Join(directory, "lock");
}
