using Sandbox.Core.Hosts;
using Sandbox.Linux.Cgroups;
using Sandbox.Linux.Files;
using Sandbox.Linux.Users;

namespace Sandbox.Backends.Host;

/// <summary>How large this machine is, and where control groups may be made on it.</summary>
public static class MachineProbe
{
    private const string Total = "MemTotal:";

    /// <summary>Bytes of memory; 0 when the kernel does not say.</summary>
    public static long Memory()
    {
        string text = KernelFile.Read("/proc/meminfo") ?? string.Empty;
        if (!text.StartsWith(Total, StringComparison.Ordinal))
        {
            return 0;
        }

        return Number(text, Total.Length) * 1024;
    }

    /// <summary>What a switch of the kernel is set to; 0 when there is none, and its greatest number for what is greater.</summary>
    public static int Switch(string path) => (int)Math.Min(int.MaxValue, Number(KernelFile.Read(path) ?? string.Empty, 0));

    // By hand, as every launch comes here: the parser costs a process that has just started half a millisecond.
    private static long Number(string text, int start)
    {
        long number = 0;
        for (int i = start; i < text.Length && number < int.MaxValue * 1024L && text[i] is ' ' or (>= '0' and <= '9'); i++)
        {
            number = text[i] == ' ' ? number : (number * 10) + (text[i] - '0');
        }

        return number;
    }

    public static CgroupFacts Cgroups()
    {
        using RootRights? root = RootRights.Borrow();
        return Cgroups(new CgroupProbe(new CgroupFiles()).Find(KernelFile.Read("/proc/self/cgroup") ?? string.Empty));
    }

    /// <summary>A finding in the planner's words.</summary>
    internal static CgroupFacts Cgroups(CgroupFinding finding)
    {
        if (finding.Directories.Count == 0)
        {
            return new CgroupFacts(0, [], finding.Version == 0 ? "there are no control groups here" : "no control group is delegated to this user");
        }

        List<CgroupPlace> places = [];
        foreach (CgroupDirectory directory in finding.Directories)
        {
            // Without the links between the names of version 1: what is made there is removed by a path without any.
            places.Add(new CgroupPlace(HostPath.Canonical(directory.Path) ?? directory.Path, directory.Controllers));
        }

        CgroupFacts facts = new(finding.Version, places, null);
        string missing = string.Empty;
        foreach (string controller in CgroupProbe.Controllers)
        {
            missing += facts.Parent(controller) is null ? (missing.Length == 0 ? controller : ", " + controller) : string.Empty;
        }

        return missing.Length == 0 ? facts : facts with { Why = $"no control group with {missing} is delegated to this user" };
    }
}
