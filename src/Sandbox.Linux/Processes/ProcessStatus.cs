using System.Globalization;
using Sandbox.Linux.Files;

namespace Sandbox.Linux.Processes;

/// <summary>What /proc says of other processes, by number: it may come to mean another one until an <see cref="OtherProcess"/> holds it.</summary>
public static class ProcessStatus
{
    /// <summary>The numbers of all that are seen here.</summary>
    public static IEnumerable<int> All() =>
        Entries("/proc").Select(static n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0).Where(static id => id > 0);

    /// <summary>A line of its status, such as "Uid:" with four numbers, in words, the name first; null when it has ended or there is no such line.</summary>
    public static string[]? Field(int process, string name) =>
        Array.Find((KernelFile.Read(FormattableString.Invariant($"/proc/{process}/status")) ?? string.Empty).Split('\n'), l => l.StartsWith(name, StringComparison.Ordinal))?.Split('\t');

    /// <summary>The first of a PID namespace below this one: its number there is 1, and its number here comes before.</summary>
    public static bool IsInit(int process) => Field(process, "NSpid:") is [_, _, .., "1"];

    /// <summary>The names in a directory of /proc; none when it has ended.</summary>
    public static string[] Entries(string directory)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(directory).Select(static e => Path.GetFileName(e))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
