using System.Globalization;
using Sandbox.Core.Hosts;
using Sandbox.Linux.Cgroups;
using Sandbox.Linux.Files;

namespace Sandbox.Backends.Host;

/// <summary>How large this machine is, and where control groups may be made on it.</summary>
public static class MachineProbe
{
    private const string Total = "MemTotal:";

    /// <summary>Bytes of memory; 0 when the kernel does not say.</summary>
    public static long Memory()
    {
        string text = KernelFile.Read("/proc/meminfo") ?? string.Empty;
        int end = text.IndexOf(" kB", StringComparison.Ordinal);
        return text.StartsWith(Total, StringComparison.Ordinal) && end > 0 &&
            long.TryParse(text.AsSpan(Total.Length, end - Total.Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes)
            ? kibibytes * 1024
            : 0;
    }

    public static CgroupFacts Cgroups() =>
        Cgroups(new CgroupProbe(new CgroupFiles()).Find(KernelFile.Read("/proc/self/cgroup") ?? string.Empty));

    /// <summary>A finding in the planner's words.</summary>
    internal static CgroupFacts Cgroups(CgroupFinding finding)
    {
        if (finding.Directories.Count == 0)
        {
            return new CgroupFacts(0, [], finding.Version == 0 ? "there are no control groups here" : "no control group is delegated to this user");
        }

        List<CgroupPlace> places = [];
        List<string> missing = [.. CgroupProbe.Controllers];
        foreach (CgroupDirectory directory in finding.Directories)
        {
            // Without the links between the names of version 1: what is made there is removed by a path without any.
            places.Add(new CgroupPlace(HostPath.Canonical(directory.Path) ?? directory.Path, directory.Controllers));
            missing.RemoveAll(directory.Controllers.Contains);
        }

        return new CgroupFacts(finding.Version, places, missing.Count == 0 ? null : $"no control group with {string.Join(", ", missing)} is delegated to this user");
    }
}
