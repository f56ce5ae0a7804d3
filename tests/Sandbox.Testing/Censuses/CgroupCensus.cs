namespace Sandbox.Testing;

/// <summary>Control groups that bear one of our names.</summary>
internal static class CgroupCensus
{
    public static IEnumerable<KeyValuePair<string, string>> Take(CensusScope scope)
    {
        if (scope.Cgroups.Count == 0 || !Directory.Exists(scope.CgroupRoot))
        {
            return [];
        }

        // The co-mounted v1 controllers have links beside the real directories.
        EnumerationOptions options = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        return Directory.EnumerateDirectories(scope.CgroupRoot, "*", options)
            .Where(path => scope.Cgroups.Any(prefix => Path.GetFileName(path).StartsWith(prefix, StringComparison.Ordinal)))
            .Select(static path => KeyValuePair.Create($"cgroup {path}", "exists"));
    }
}
