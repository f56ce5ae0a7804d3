using System.Globalization;
using Sandbox.Core.Hosts;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Files;

namespace Sandbox.Backends.Host;

/// <summary>Ids that somebody on this machine has: users, and the ranges that are lent to them for containers of their own.</summary>
public static class UserRanges
{
    private const int Limit = 1024 * 1024;

    // File, column of the first id, column of how many (0: one).
    private static readonly (string File, int First, int Count)[] Sources = [("/etc/passwd", 2, 0), ("/etc/group", 2, 0), ("/etc/subuid", 1, 2), ("/etc/subgid", 1, 2)];

    /// <summary>Whether one of <see cref="ContainedFormat.Ids"/> ids from <paramref name="first"/> on is somebody's.</summary>
    public static bool IsTaken(IHostFiles files, uint first)
    {
        foreach ((string file, int column, int size) in Sources)
        {
            foreach (string line in ByteText.Decode(files.Read(file, Limit) ?? []).Split('\n'))
            {
                string[] fields = line.Split(':');
                if (fields.Length > Math.Max(column, size) && ulong.TryParse(fields[column], NumberStyles.None, CultureInfo.InvariantCulture, out ulong start))
                {
                    ulong count = size == 0 ? 1 : ulong.TryParse(fields[size], NumberStyles.None, CultureInfo.InvariantCulture, out ulong given) ? given : 1;
                    if (start < (ulong)first + ContainedFormat.Ids && first < start + count)
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }
}
