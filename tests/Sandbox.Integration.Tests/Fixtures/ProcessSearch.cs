using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Sandbox.Integration.Tests;

/// <summary>Where in running processes a text is: command line, environment, memory that they may write.</summary>
public static class ProcessSearch
{
    private const int Page = 4096;

    /// <summary>Every process whose ancestor this is, and itself.</summary>
    public static IReadOnlyList<int> Tree(int root)
    {
        ILookup<int, int> children = ProcessState.All().Where(static p => p.IsAlive).ToLookup(static p => p.Parent, static p => p.Id);
        List<int> found = [root];
        for (int i = 0; i < found.Count; i++)
        {
            found.AddRange(children[found[i]]);
        }

        return found;
    }

    /// <summary>"4711 memory" and the like; the text as bytes and as UTF-16.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<int> processes, string text) =>
        [.. processes.SelectMany(p => new[] { "cmdline", "environ", "memory" }.Where(place => Holds(p, place, text)).Select(place => string.Create(CultureInfo.InvariantCulture, $"{p} {place}")))];

    /// <summary>Processes of this machine with the text in their command line.</summary>
    public static IEnumerable<int> CommandLines(string text) =>
        Directory.EnumerateDirectories("/proc").Select(static d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out int id) ? id : 0).Where(id => id != 0 && Holds(id, "cmdline", text));

    private static bool Holds(int process, string place, string text)
    {
        try
        {
            return place == "memory"
                ? Memory(process).Any(m => m.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || m.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0)
                : File.ReadAllBytes($"/proc/{process}/{place}").AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
        }
        catch (IOException)
        {
            // It has ended.
            return false;
        }
    }

    private static IEnumerable<byte[]> Memory(int process)
    {
        using FileStream memory = new($"/proc/{process}/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        using FileStream pages = new($"/proc/{process}/pagemap", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        foreach ((long start, long end) in Mappings(process))
        {
            byte[] entries = new byte[(end - start) / Page * sizeof(ulong)];
            pages.Position = start / Page * sizeof(ulong);
            int got = pages.ReadAtLeast(entries, entries.Length, throwOnEndOfStream: false);
            ulong[] map = MemoryMarshal.Cast<byte, ulong>(entries.AsSpan(0, got / sizeof(ulong) * sizeof(ulong))).ToArray();
            for (int first = 0; first < map.Length; first++)
            {
                int last = first;
                while (last < map.Length && map[last] >> 62 != 0)
                {
                    last++;
                }

                if (last > first && Read(memory, start + ((long)first * Page), (last - first) * Page) is { } bytes)
                {
                    yield return bytes;
                }

                first = last;
            }
        }
    }

    private static byte[]? Read(FileStream memory, long position, int count)
    {
        byte[] bytes = new byte[count];
        try
        {
            memory.Position = position;
            return bytes[..memory.ReadAtLeast(bytes, count, throwOnEndOfStream: false)];
        }
        catch (IOException)
        {
            // Freed meanwhile.
            return null;
        }
    }

    private static List<(long Start, long End)> Mappings(int process)
    {
        List<(long, long)> found = [];
        (long, long)? current = null;
        foreach (string line in File.ReadLines($"/proc/{process}/smaps"))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0].Contains('-', StringComparison.Ordinal))
            {
                long[] range = [.. words[0].Split('-').Select(static n => long.Parse(n, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
                current = words[1].StartsWith("rw", StringComparison.Ordinal) ? (range[0], range[1]) : null;
            }
            else if (current is { } mapping && words[0] == "Rss:" && words[1] != "0")
            {
                found.Add(mapping);
            }
        }

        return found;
    }
}
