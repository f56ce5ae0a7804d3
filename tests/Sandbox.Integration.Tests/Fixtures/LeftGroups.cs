namespace Sandbox.Integration.Tests;

/// <summary>
/// Control groups of launchers that a test has killed: the next command would remove them, and a test that starts none leaves them to the machine for
/// ever. Found by the records of one state directory, so that nobody else's are touched; the kernel removes only empty ones.
/// </summary>
internal static class LeftGroups
{
    private const long Patience = 5000;

    /// <param name="stateHome">What XDG_STATE_HOME is, or would be.</param>
    public static IEnumerable<string> Of(string stateHome)
    {
        string records = Path.Combine(stateHome, "claude-sandbox", "cgroups");
        return Directory.Exists(records) ? [.. Directory.EnumerateFiles(records, "claude-sandbox-*").SelectMany(Lines).Where(Directory.Exists)] : [];
    }

    /// <summary>Waits for what is still dying in them. What somebody else lives in stays.</summary>
    public static void Remove(string stateHome)
    {
        long end = Environment.TickCount64 + Patience;
        foreach (string group in Of(stateHome).Where(static g => Path.GetFileName(g).StartsWith("claude-sandbox-", StringComparison.Ordinal)))
        {
            while (!TryRemove(group) && Environment.TickCount64 < end)
            {
                Thread.Sleep(10);
            }
        }
    }

    private static bool TryRemove(string group)
    {
        try
        {
            Directory.Delete(group);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // By another program: .NET locks what it reads, and refuses to read what its owner has locked.
    private static string[] Lines(string record) => ProcessRun.Run("/bin/cat", record).OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
