using System.Globalization;

namespace Sandbox.Bench.Hosts;

/// <summary>One process as /proc tells it.</summary>
internal sealed record ProcessEntry(int Pid, string Name, char State, int Parent, int Session)
{
    public bool IsAlive => State is not ('Z' or 'X');
}

/// <summary>What runs.</summary>
internal static class ProcessTable
{
    public static IReadOnlyList<ProcessEntry> Read() =>
        [.. Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])).Select(Entry).OfType<ProcessEntry>()];

    /// <summary>Everything that our own session holds: a launch belongs to it until it ends, whoever it is reparented to.</summary>
    public static HashSet<int> Session()
    {
        IReadOnlyList<ProcessEntry> all = Read();
        int session = all.First(p => p.Pid == Environment.ProcessId).Session;
        return [.. all.Where(p => p.Session == session && p.IsAlive).Select(p => p.Pid)];
    }

    /// <summary>The process and everything below it, itself first.</summary>
    public static IReadOnlyList<ProcessEntry> Tree(int root)
    {
        IReadOnlyList<ProcessEntry> all = Read();
        List<ProcessEntry> tree = [.. all.Where(p => p.Pid == root)];
        for (int i = 0; i < tree.Count; i++)
        {
            tree.AddRange(all.Where(p => p.Parent == tree[i].Pid));
        }

        return tree;
    }

    /// <summary>Whether it is in our own PID namespace; false when it has ended, or may not be looked into.</summary>
    public static bool IsOutside(int pid)
    {
        try
        {
            return new FileInfo($"/proc/{pid}/ns/pid").LinkTarget is { } space && space == new FileInfo("/proc/self/ns/pid").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Proportional set size in KiB; null when the kernel does not let us look.</summary>
    public static long? Pss(int pid)
    {
        try
        {
            string line = File.ReadLines($"/proc/{pid}/smaps_rollup").First(l => l.StartsWith("Pss:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ProcessEntry? Entry(string directory)
    {
        try
        {
            string stat = File.ReadAllText(directory + "/stat");
            int open = stat.IndexOf('(', StringComparison.Ordinal);
            int close = stat.LastIndexOf(')');
            string[] fields = stat[(close + 2)..].Split(' ');
            return new ProcessEntry(Number(stat[..open]), stat[(open + 1)..close], fields[0][0], Number(fields[1]), Number(fields[3]));
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }

    private static int Number(string text) => int.Parse(text.AsSpan().Trim(), CultureInfo.InvariantCulture);
}
