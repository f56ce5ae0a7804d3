using System.Text.Json;

namespace Sandbox.Integration.Tests;

/// <summary>The registry of a workspace's user, looked at from outside.</summary>
public static class Registry
{
    /// <summary>The directory, where XDG_RUNTIME_DIR is not set; made by the first command.</summary>
    public static string Place(Workspace workspace) =>
        Path.Combine(workspace.StateHome, "claude-sandbox", "run", File.ReadAllText("/proc/sys/kernel/random/boot_id").TrimEnd('\n'));

    /// <summary>Names of the entries.</summary>
    public static IReadOnlyList<string> Entries(Workspace workspace) =>
        Directory.Exists(Place(workspace)) ? [.. Directory.EnumerateFileSystemEntries(Place(workspace)).Select(static e => Path.GetFileName(e)).Where(static e => e != "lock")] : [];

    /// <summary>The owner of the one sandbox that is running.</summary>
    public static int Owner(Workspace workspace)
    {
        using JsonDocument list = JsonDocument.Parse(ProcessRun.Run(workspace.Sandbox("list", "--json")).ExpectExit().OutputText);
        Assert.Equal(1, list.RootElement.GetProperty("schemaVersion").GetInt32());
        return list.RootElement.GetProperty("sandboxes").EnumerateArray().Single().GetProperty("owner").GetInt32();
    }
}
