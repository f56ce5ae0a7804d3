using System.Globalization;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;

namespace Sandbox.Backends.Nspawn;

/// <summary>
/// A container that runs, found from the process that keeps it: its launcher, or whoever took over when that left. Nothing that this process could have made up is
/// believed, as root then does something there: it may be any program of the user's.
/// </summary>
public static class RunningContainer
{
    /// <summary>PID 1 of the container that <paramref name="owner"/> keeps, with its ids outside; null when there is none. As root, who alone may look.</summary>
    public static OtherProcess? Init(int owner, out uint uid, out uint gid)
    {
        (uid, gid) = (0, 0);
        HashSet<string> held = new(Descriptors(owner), StringComparer.Ordinal);
        foreach (int manager in ProcessStatus.All().Where(IsManager))
        {
            foreach (int id in Children(manager))
            {
                OtherProcess? process = OtherProcess.Of(id);

                // Asked again now that the number cannot come to mean another process.
                if (process is not null && IsManager(manager) && Children(manager).Contains(id) && IsFirst(id) && held.Contains(Liveness(id)) && ProcessStatus.Field(id, "Uid:") is { } user && ProcessStatus.Field(id, "Gid:") is { } group)
                {
                    (uid, gid) = (uint.Parse(user[1], CultureInfo.InvariantCulture), uint.Parse(group[1], CultureInfo.InvariantCulture));
                    return process;
                }

                process?.Dispose();
            }
        }

        return null;
    }

    /// <summary>Anybody can give a process that name; all ids of root it has only where root, or a program that root lets others use, has given it them.</summary>
    private static bool IsManager(int process) =>
        KernelFile.Read(FormattableString.Invariant($"/proc/{process}/comm"))?.Trim() == NspawnCommand.Program && ProcessStatus.Field(process, "Uid:") is { } ids && ids.Skip(1).All(static i => i == "0");

    /// <summary>The first of a PID namespace, and not among the host's mounts.</summary>
    private static bool IsFirst(int process) =>
        ProcessStatus.IsInit(process) && Link($"/proc/{process}/ns/mnt") is { Length: > 0 } mounts && mounts != Link("/proc/self/ns/mnt");

    /// <summary>The pipe at whose other end is nobody but who keeps the container: both show the same number.</summary>
    private static string Liveness(int init) => Link(FormattableString.Invariant($"/proc/{init}/fd/{PlanFormat.LivenessDescriptor}"));

    private static IEnumerable<string> Descriptors(int process)
    {
        string directory = FormattableString.Invariant($"/proc/{process}/fd");
        return ProcessStatus.Entries(directory).Select(name => Link($"{directory}/{name}")).Where(static l => l.StartsWith("pipe:", StringComparison.Ordinal));
    }

    private static List<int> Children(int process)
    {
        List<int> children = [];
        string tasks = FormattableString.Invariant($"/proc/{process}/task");
        foreach (string task in ProcessStatus.Entries(tasks))
        {
            foreach (string word in (KernelFile.Read($"{tasks}/{task}/children") ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                children.Add(int.Parse(word, CultureInfo.InvariantCulture));
            }
        }

        return children;
    }

    private static string Link(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget ?? string.Empty;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
