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
        foreach (int manager in Processes().Where(IsManager))
        {
            foreach (int id in Children(manager))
            {
                OtherProcess? process = OtherProcess.Of(id);

                // Asked again now that the number cannot come to mean another process.
                if (process is not null && IsManager(manager) && Children(manager).Contains(id) && IsFirst(id) && held.Contains(Liveness(id)) && Field(id, "Uid:") is { } user && Field(id, "Gid:") is { } group)
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
        KernelFile.Read(FormattableString.Invariant($"/proc/{process}/comm"))?.Trim() == NspawnCommand.Program && Field(process, "Uid:") is { } ids && ids.Skip(1).All(static i => i == "0");

    /// <summary>The first of a PID namespace, and not among the host's mounts.</summary>
    private static bool IsFirst(int process) =>
        Field(process, "NSpid:") is [_, .., "1"] and { Length: > 2 } && Link($"/proc/{process}/ns/mnt") is { Length: > 0 } mounts && mounts != Link("/proc/self/ns/mnt");

    /// <summary>The pipe at whose other end is nobody but who keeps the container: both show the same number.</summary>
    private static string Liveness(int init) => Link(FormattableString.Invariant($"/proc/{init}/fd/{PlanFormat.LivenessDescriptor}"));

    private static IEnumerable<string> Descriptors(int process)
    {
        string directory = FormattableString.Invariant($"/proc/{process}/fd");
        return Entries(directory).Select(name => Link($"{directory}/{name}")).Where(static l => l.StartsWith("pipe:", StringComparison.Ordinal));
    }

    private static IEnumerable<int> Processes() =>
        Entries("/proc").Select(static n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0).Where(static id => id > 0);

    private static List<int> Children(int process)
    {
        List<int> children = [];
        string tasks = FormattableString.Invariant($"/proc/{process}/task");
        foreach (string task in Entries(tasks))
        {
            foreach (string word in (KernelFile.Read($"{tasks}/{task}/children") ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                children.Add(int.Parse(word, CultureInfo.InvariantCulture));
            }
        }

        return children;
    }

    private static string[]? Field(int process, string name) =>
        Array.Find((KernelFile.Read(FormattableString.Invariant($"/proc/{process}/status")) ?? string.Empty).Split('\n'), l => l.StartsWith(name, StringComparison.Ordinal))?.Split('\t');

    private static string[] Entries(string directory)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(directory).Select(static e => Path.GetFileName(e))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended.
            return [];
        }
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
