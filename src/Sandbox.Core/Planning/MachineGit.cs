using System.Globalization;

namespace Sandbox.Core.Planning;

/// <summary>
/// git in a virtual machine. A file has another inode number there than on the host, so that git would read every file of the project
/// again after each side has written its index: core.checkStat=minimal looks at times and sizes alone.
/// </summary>
internal static class MachineGit
{
    private const string Count = "GIT_CONFIG_COUNT";
    private const string Reason = "virtual machine";

    /// <summary>After the settings that are there already. The user's own --env of the same names wins.</summary>
    public static void Add(PlanContext context)
    {
        string? count = context.Variables.Find(static v => string.Equals(v.Name, Count, StringComparison.Ordinal))?.Value;
        int existing = int.TryParse(count, CultureInfo.InvariantCulture, out int number) ? number : 0;
        string own = existing.ToString(CultureInfo.InvariantCulture);
        context.Set("GIT_CONFIG_KEY_" + own, "core.checkStat", Reason);
        context.Set("GIT_CONFIG_VALUE_" + own, "minimal", Reason);
        context.Set(Count, (existing + 1).ToString(CultureInfo.InvariantCulture), Reason);
    }
}
