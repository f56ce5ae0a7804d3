namespace Sandbox.Integration.Tests;

/// <summary>Control groups of ours in which nobody lives any more.</summary>
internal static class DeadGroups
{
    public static IReadOnlyList<string> All() =>
        [.. Census.Take(new CensusScope { Marker = "no process has this", MountsUnder = [] }).Entries.Keys.Select(static k => k["cgroup ".Length..]).Where(IsEmpty)];

    /// <summary>Other tests make and remove groups meanwhile, so one that is empty now has to be gone, or lived in, soon.</summary>
    public static void AssertNoneBut(IReadOnlyList<string> before)
    {
        string[] empty = [.. All().Except(before)];
        Eventually.Holds(() => !empty.Any(IsEmpty), $"no control group is left of {string.Join(' ', empty)}");
    }

    private static bool IsEmpty(string group)
    {
        try
        {
            return File.ReadAllText(Path.Combine(group, "cgroup.procs")).Length == 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
