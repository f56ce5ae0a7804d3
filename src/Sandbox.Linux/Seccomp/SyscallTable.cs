using System.Globalization;

namespace Sandbox.Linux.Seccomp;

/// <summary>System call names and numbers of x86_64, up to the newest that we have judged.</summary>
public static class SyscallTable
{
    private static readonly string?[] Names = Parse();

    private static readonly Dictionary<string, int> Numbers = Index();

    /// <summary>The highest number in the table. Anything above is answered with ENOSYS: nobody has looked at it yet.</summary>
    public static int HighestKnown => Names.Length - 1;

    /// <summary>Every known call in ascending order of number.</summary>
    public static IEnumerable<KeyValuePair<int, string>> All
    {
        get
        {
            for (var number = 0; number < Names.Length; number++)
            {
                if (Names[number] is { } name)
                {
                    yield return KeyValuePair.Create(number, name);
                }
            }
        }
    }

    /// <summary>The name of a number, or null when it is unassigned or above the table.</summary>
    public static string? Name(uint number) => number < (uint)Names.Length ? Names[number] : null;

    /// <summary>The number of a name; throws <see cref="ArgumentException"/> for one that is not in the table.</summary>
    public static int Number(string name) => Numbers.TryGetValue(name, out var number)
        ? number
        : throw new ArgumentException($"no system call named {name}", nameof(name));

    private static string?[] Parse()
    {
        var names = new List<string?>();
        foreach (var line in SyscallNumbers.X64.Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var first = int.Parse(words[0], CultureInfo.InvariantCulture);
            while (names.Count < first)
            {
                names.Add(null);
            }

            names.AddRange(words[1..]);
        }

        return [.. names];
    }

    private static Dictionary<string, int> Index() =>
        All.ToDictionary(entry => entry.Value, entry => entry.Key, StringComparer.Ordinal);
}
