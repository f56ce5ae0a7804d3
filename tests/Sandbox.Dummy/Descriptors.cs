using System.Globalization;

namespace Sandbox.Dummy;

/// <summary>
/// Lists the descriptors that this process was started with, one <c>NUMBER TARGET</c> a line in numeric order. Whatever has the
/// close-on-exec flag cannot have come through exec: it is the runtime's own.
/// </summary>
internal static class Descriptors
{
    private const int CloseOnExec = 0x80000;

    public static int Print()
    {
        IEnumerable<int> numbers = Directory.EnumerateFileSystemEntries("/proc/self/fd")
            .Select(static path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture))
            .Order()
            .ToArray();
        foreach (int number in numbers)
        {
            if (Flags(number) is int flags && (flags & CloseOnExec) == 0)
            {
                Console.Out.WriteLine($"{number} {new FileInfo($"/proc/self/fd/{number}").LinkTarget}");
            }
        }

        return 0;
    }

    private static int? Flags(int number)
    {
        try
        {
            string flags = File.ReadLines($"/proc/self/fdinfo/{number}").First(static l => l.StartsWith("flags:", StringComparison.Ordinal));
            return Convert.ToInt32(flags["flags:".Length..].Trim(), 8);
        }
        catch (IOException)
        {
            // The descriptor of the listing itself is gone by now.
            return null;
        }
    }
}
