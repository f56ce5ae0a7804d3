namespace Sandbox.Testing;

/// <summary>The lines of <c>/proc/self/mountinfo</c>, mount ids included: a mount that was replaced by its like is a difference.</summary>
internal static class MountCensus
{
    private const int MountPointField = 4;

    public static IEnumerable<KeyValuePair<string, string>> Take(CensusScope scope) =>
        from line in scope.MountsUnder.Count == 0 ? [] : File.ReadAllLines("/proc/self/mountinfo")
        let fields = line.Split(' ')
        let point = Unescape(fields[MountPointField])
        where scope.MountsUnder.Any(root => IsUnder(point, root))
        select KeyValuePair.Create($"mount {point} #{fields[0]}", line);

    internal static bool IsUnder(string path, string root)
    {
        string directory = root.TrimEnd('/');
        return path.StartsWith(directory, StringComparison.Ordinal) && (path.Length == directory.Length || path[directory.Length] == '/');
    }

    // The kernel writes space, tab, newline and backslash as three octal digits.
    internal static string Unescape(string field)
    {
        string[] parts = field.Split('\\');
        return parts[0] + string.Concat(parts.Skip(1).Select(static part => (char)Convert.ToInt32(part[..3], 8) + part[3..]));
    }
}
