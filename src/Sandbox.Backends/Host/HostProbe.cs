using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Linux.Files;
using Sandbox.Linux.Kernel;
using Sandbox.Linux.Terminals;

namespace Sandbox.Backends.Host;

/// <summary>Gathers <see cref="HostFacts"/> from the running system.</summary>
public static class HostProbe
{
    /// <exception cref="SandboxException">CS203 or CS204: the environment is unusable.</exception>
    public static HostFacts Gather(IReadOnlyDictionary<string, string> environment)
    {
        HostFiles files = new();
        if (files.Look("/proc/self").Kind == PathKind.Missing)
        {
            throw new SandboxException(ErrorCode.NoProc, "/proc is not mounted: the sandbox is built through it: mount it with `mount -t proc proc /proc`");
        }

        uint uid = ProcessIdentity.Uid;
        uint gid = ProcessIdentity.Gid;
        return new HostFacts
        {
            Uid = uid,
            Gid = gid,
            UserName = UserDatabase.Name(files, uid) ?? (uid == 0 ? "root" : "user"),
            GroupName = UserDatabase.GroupName(files, gid) ?? (gid == 0 ? "root" : "group"),
            Home = Home(files, environment, uid),
            WorkingDirectory = WorkingDirectory(files),
            Environment = environment,
            Files = files,
            LandlockAbi = KernelFeatures.LandlockAbi(),
            MemoryBytes = MachineProbe.Memory(),
            MostInotifyInstances = MachineProbe.Switch("/proc/sys/fs/inotify/max_user_instances"),
            MostInotifyWatches = MachineProbe.Switch("/proc/sys/fs/inotify/max_user_watches"),
            Cgroups = MachineProbe.Cgroups(),
            MostProcesses = HardLimits.Processes,
            MostData = HardLimits.Data,
            Terminal = Terminal.Path(Terminal.Find()),
        };
    }

    private static string Home(HostFiles files, IReadOnlyDictionary<string, string> environment, uint uid)
    {
        string? home = environment.TryGetValue("HOME", out string? value) && value.Length > 0 ? value : UserDatabase.Home(files, uid);
        if (home is null)
        {
            throw Unusable("HOME is not set and the user database names no home directory: set HOME");
        }

        if (!home.StartsWith('/'))
        {
            throw Unusable($"HOME is {PrintableText.Escape(home)}, which is not an absolute path: set it to your home directory");
        }

        PathFacts facts = files.Follow(home);
        if (facts.Kind != PathKind.Directory || facts.Canonical is null)
        {
            throw Unusable($"HOME is {PrintableText.Escape(home)}, which is not a directory: set it to your home directory");
        }

        if (facts.Canonical == "/")
        {
            throw Unusable("HOME is /: set it to a directory of its own");
        }

        return facts.Canonical;
    }

    private static string WorkingDirectory(HostFiles files)
    {
        string? path = HostPath.ReadLink("/proc/self/cwd");
        if (path is null || !path.StartsWith('/') || (path.EndsWith(" (deleted)", StringComparison.Ordinal) && !IsHere(files, path)))
        {
            throw Unusable("the current directory has been removed or cannot be reached: change to another one");
        }

        return path;
    }

    // The kernel marks a removed directory by these words, and nothing keeps a directory from ending in them.
    private static bool IsHere(HostFiles files, string path)
    {
        PathFacts named = files.Follow(path);
        PathFacts current = files.Follow("/proc/self/cwd");
        return named.Kind == PathKind.Directory && (named.Device, named.Inode) == (current.Device, current.Inode);
    }

    private static SandboxException Unusable(string message) => new(ErrorCode.HostEnvironment, message);
}
