namespace Sandbox.Linux.Cgroups;

/// <summary>
/// Finds the directories in which this process may make control groups: its own groups of version 1, or of version 2 the nearest group
/// at or above its own that hands controllers down and that this user may move processes in.
/// </summary>
/// <param name="files">The cgroup file system.</param>
/// <param name="root">Where it is mounted.</param>
public sealed class CgroupProbe(ICgroupFiles files, string root = CgroupProbe.UsualRoot)
{
    public const string UsualRoot = "/sys/fs/cgroup";

    /// <summary>The controllers that limits need.</summary>
    public static IReadOnlyList<string> Controllers => Names;

    private static readonly string[] Names = ["memory", "pids", "cpu"];

    /// <param name="own">Contents of /proc/self/cgroup.</param>
    public CgroupFinding Find(string own)
    {
        List<CgroupDirectory> places = [];
        string? unified = null;
        bool first = false;

        // By hand, as every launch comes here: "8:pids:/a/group", and "0::/a/group" for version 2.
        for (int start = 0, end; start < own.Length; start = end + 1)
        {
            end = own.IndexOf('\n', start);
            end = end < 0 ? own.Length : end;
            int names = own.IndexOf(':', start) + 1;
            int path = names > start && names < end ? own.IndexOf(':', names) + 1 : 0;
            if (path == 0 || path >= end)
            {
                continue;
            }

            if (path == names + 1)
            {
                unified = own[path..end];
            }
            else if (Wanted(own[names..(path - 1)], ',') is { Count: > 0 } wanted)
            {
                first = true;
                if (First(own[names..(path - 1)], wanted[0], own[path..end]) is { } directory)
                {
                    places.Add(new CgroupDirectory(directory, wanted));
                }
            }
        }

        if (first)
        {
            return new CgroupFinding(1, places);
        }

        return unified is not null && Second(unified) is { } place ? new CgroupFinding(2, [place]) : new CgroupFinding(unified is null ? 0 : 2, []);
    }

    /// <summary>Those of ours that are words of the list.</summary>
    private static List<string> Wanted(string list, char separator)
    {
        List<string> wanted = [];
        string bounded = separator + list.TrimEnd('\n') + separator;
        foreach (string controller in Names)
        {
            if (bounded.Contains(separator + controller + separator, StringComparison.Ordinal))
            {
                wanted.Add(controller);
            }
        }

        return wanted;
    }

    // A hierarchy is mounted by the names of its controllers, and perhaps linked by that of each.
    private string? First(string names, string controller, string own)
    {
        string tail = own == "/" ? string.Empty : own;
        string together = root + "/" + names + tail;
        string alone = root + "/" + controller + tail;
        return files.CanMake(together) ? together : files.CanMake(alone) ? alone : null;
    }

    private CgroupDirectory? Second(string own)
    {
        string top = files.Read(root + "/cgroup.controllers") is null ? root + "/unified" : root;
        string path = own == "/" ? string.Empty : own;
        while (true)
        {
            string directory = top + path;
            List<string> wanted = Wanted(files.Read(directory + "/cgroup.subtree_control") ?? string.Empty, ' ');
            if (wanted.Count > 0 && files.CanMake(directory) && files.CanChange(directory + "/cgroup.procs"))
            {
                return new CgroupDirectory(directory, wanted);
            }

            if (path.Length == 0)
            {
                return null;
            }

            path = path[..path.LastIndexOf('/')];
        }
    }
}
