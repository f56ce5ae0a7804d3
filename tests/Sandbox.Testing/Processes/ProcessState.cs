using System.Globalization;

namespace Sandbox.Testing;

/// <summary>One line of <c>/proc/PID/stat</c>.</summary>
/// <param name="Id">The process id.</param>
/// <param name="Name">The kernel's name of it, at most 15 bytes.</param>
/// <param name="State">R, S, D, T, Z ... as in proc(5).</param>
/// <param name="Parent">The parent's process id.</param>
/// <param name="Group">The process group.</param>
/// <param name="Session">The session.</param>
/// <param name="StartTime">In clock ticks since boot; with the id it names a process for good.</param>
public sealed record ProcessState(int Id, string Name, char State, int Parent, int Group, int Session, ulong StartTime)
{
    /// <summary>Neither a zombie nor dead: an orphan may stay a zombie for seconds before PID 1 collects it.</summary>
    public bool IsAlive => State is not ('Z' or 'X' or 'x');

    /// <summary>Reads a process; null when there is none of that number.</summary>
    public static ProcessState? Read(int id)
    {
        try
        {
            return Parse(id, File.ReadAllText($"/proc/{id}/stat"));
        }
        catch (IOException)
        {
            // It ended meanwhile: ENOENT at open, ESRCH at read.
            return null;
        }
    }

    /// <summary>Whether a process of that number runs (a zombie does not).</summary>
    public static bool Alive(int id) => Read(id) is { IsAlive: true };

    /// <summary>All processes that this process may see.</summary>
    public static IEnumerable<ProcessState> All() =>
        Directory.EnumerateDirectories("/proc")
            .Select(static path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out int id) ? Read(id) : null)
            .OfType<ProcessState>();

    internal static ProcessState Parse(int id, string line)
    {
        // The name may hold spaces and parentheses, so the fields count from the last one.
        int open = line.IndexOf('(', StringComparison.Ordinal);
        int close = line.LastIndexOf(')');
        string[] fields = line[(close + 2)..].Split(' ');
        return new ProcessState(
            id,
            line[(open + 1)..close],
            fields[0][0],
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            int.Parse(fields[2], CultureInfo.InvariantCulture),
            int.Parse(fields[3], CultureInfo.InvariantCulture),
            ulong.Parse(fields[19], CultureInfo.InvariantCulture));
    }
}
