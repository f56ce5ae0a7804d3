using System.Globalization;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Linux.Files;

namespace Sandbox.Sessions.Cgroups;

/// <summary>Which limits a sandbox ran into, read from its control groups after it has ended and before they are removed.</summary>
public static class LimitReport
{
    /// <summary>A line for each limit reached.</summary>
    public static IReadOnlyList<string> Lines(ResourcePlan plan, IReadOnlyList<string> directories)
    {
        long killed = 0;
        long refused = 0;
        foreach (string directory in directories)
        {
            killed += Count(Paths.Join(directory, "memory.events"), "oom_kill") + Count(Paths.Join(directory, "memory.oom_control"), "oom_kill");
            refused += Count(Paths.Join(directory, "pids.events"), "max");
        }

        List<string> lines = [];
        if (killed > 0 && plan.Memory is { } memory)
        {
            lines.Add($"memory limit of {SizeText.Of(memory)} reached: the kernel ended {Times(killed, "process")} of the sandbox: raise it with --memory");
        }

        if (refused > 0 && plan.Processes is { } processes)
        {
            lines.Add(FormattableString.Invariant($"limit of {processes} processes reached: starting one more failed {Times(refused, "time")}: raise it with --pids"));
        }

        return lines;
    }

    private static string Times(long count, string what) =>
        count.ToString(CultureInfo.InvariantCulture) + " " + (count == 1 ? what : what.EndsWith('s') ? what + "es" : what + "s");

    /// <summary>The number behind a key at the start of a line; 0 when there is none.</summary>
    private static long Count(string file, string key)
    {
        foreach (string line in (KernelFile.Read(file) ?? string.Empty).Split('\n'))
        {
            if (line.StartsWith(key, StringComparison.Ordinal) && line.Length > key.Length && line[key.Length] == ' ' &&
                long.TryParse(line.AsSpan(key.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long count))
            {
                return count;
            }
        }

        return 0;
    }
}
