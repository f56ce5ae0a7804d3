using Sandbox.Executor.Plan;
using Sandbox.Verify;

namespace Sandbox.Integration.Tests;

/// <summary>With one mitigation taken out of the plan, the checks that are about it, and no others, say that they escaped.</summary>
[Collection(VerifyRuns.Collection)]
public sealed class WeakenedTests
{
    private const uint CLONE_NEWIPC = 0x0800_0000;
    private const uint CLONE_NEWCGROUP = 0x0200_0000;

    public static TheoryData<string, string, string[]> Rows => new()
    {
        {
            "the filter", WeakenedPlan.NoFilter,
            [
                "FS-24.handles", "PR-03.filter", "PR-04.bpf", "PR-04.faults", "PR-04.keys", "PR-04.listener", "PR-04.memory", "PR-04.mountinfo", "PR-04.mounts", "PR-04.namespaces", "PR-04.tracing",
                "PR-05.masks", "PR-06.door32", "PR-08.ring", "PR-12.terminal", "PR-13.personality", "PR-14.netlink", "PR-14.sockets",
            ]
        },
        { "the filter, Landlock and the limit of user namespaces", WeakenedPlan.NoFilter + WeakenedPlan.NoLandlock + WeakenedPlan.NoNamespaceLimit, ["FS-01.strip", "PR-04.namespaces"] },
        { "the IPC namespace", WeakenedPlan.WithoutNamespace(CLONE_NEWIPC), ["PR-15.ipc", "PR-22.memory"] },
        { "the cgroup namespace", WeakenedPlan.WithoutNamespace(CLONE_NEWCGROUP), ["PR-15.cgroup"] },
        { "read-only mounts and Landlock", WeakenedPlan.NoLandlock + WeakenedPlan.EachMount($"flags &= ~{(int)MountFlags.ReadOnly}"), ["FS-15.write", "FS-18.share"] },
        {
            "masks and Landlock", WeakenedPlan.NoLandlock + WeakenedPlan.EachMount($"(kind, flags) = ({(int)MountKind.Self}, flags | {(int)MountFlags.ReadOnly}) if kind == {(int)MountKind.Mask} else (kind, flags)"),
            ["FS-15.read"]
        },
    };

    [TheoryWithin(120), MemberData(nameof(Rows))]
    public void Without_a_mitigation_the_checks_that_need_it_have_escaped(string what, string changes, string[] ids)
    {
        TestHost.RequireRoot();
        Assert.NotEmpty(what);
        using TempDirectory directory = TempDirectory.Create(TempDirectoryAccess.Traversable);
        string[] whole = Escaped(directory, string.Empty);

        string[] weakened = Escaped(directory, changes);

        Assert.Empty(ids.Intersect(whole, StringComparer.Ordinal));
        Assert.Empty(ids.Except(weakened, StringComparer.Ordinal));
    }

    private static string[] Escaped(TempDirectory directory, string changes)
    {
        BatteryReport report = Battery.Run(new WeakenedPlan(directory, changes).Command(), Installation.Probe, ["FS-01", "FS-15", "FS-18", "FS-24", .. Prs], null);
        Assert.Null(report.Unusable);
        return [.. report.Results.Where(static r => r.Verdict == Verdict.Escaped).Select(static r => r.Id)];
    }

    private static IEnumerable<string> Prs => new[] { 3, 4, 5, 6, 8, 12, 13, 14, 15, 22 }.Select(static n => $"PR-{n:00}");
}
