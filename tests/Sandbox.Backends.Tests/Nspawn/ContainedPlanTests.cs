using Sandbox.Backends.Native;
using Sandbox.Backends.Tests.Native;
using Sandbox.Core.Plans;
using Sandbox.Executor.Plan;

namespace Sandbox.Backends.Tests.Nspawn;

/// <summary>What of a plan is different for a container.</summary>
public sealed class ContainedPlanTests
{
    private static readonly LaunchPlan Plan = SamplePlan.With(
        new BindMount { Source = "/usr", Target = "/usr", Reason = "system" },
        new BindMount { Source = "/dev/null", Target = "/dev/null", AllowDevices = true, Reason = "kernel" },
        new BindMount { Source = "/work", Target = "/work", Writable = true, Identity = (1, 2), Reason = "project" },
        new BindMount { Source = "/dev/pts/3", Target = "/dev/console", IsFile = true, AllowDevices = true, Identity = (3, 4), Reason = "terminal" });

    [Fact]
    public void The_payload_gets_its_own_ids_back_inside_and_others_outside()
    {
        ParsedPlan plan = Compiled();
        Assert.Equal((1000U, 100U, 525288U, 524388U), (plan.Header.InnerUid, plan.Header.InnerGid, plan.Header.OuterUid, plan.Header.OuterGid));
    }

    [Fact]
    public void Owners_are_mapped_where_they_matter() =>
        Assert.Equal([false, false, true, false], Compiled().Mounts.Select(static m => ((MountFlags)m.Flags & MountFlags.IdMapped) != 0));

    [Fact]
    public void It_is_marked_as_one_for_a_container_and_nothing_else() =>
        Assert.Equal((uint)PlanFlags.Contained, Compiled().Header.Flags & (uint)(PlanFlags.Contained | PlanFlags.Prepared | PlanFlags.DropSupplementaryGroups));

    [Fact]
    public void Control_groups_are_entered_before_the_manager_is()
    {
        ResourcePlan resources = new() { Cgroup = new CgroupPlan(1, [new CgroupGroup("/sys/fs/cgroup/pids", []), new CgroupGroup("/sys/fs/cgroup/memory", [])]) };
        Assert.Equal(2U, new ParsedPlan(PlanCompiler.Compile(Plan with { Resources = resources }, isPrepared: false, Ids)).Header.CgroupCount);
    }

    [Fact]
    public void Without_a_container_nothing_of_it_is_there()
    {
        ParsedPlan plan = new(PlanCompiler.Compile(Plan));
        Assert.Equal((1000U, 100U), (plan.Header.OuterUid, plan.Header.OuterGid));
        Assert.DoesNotContain(plan.Mounts, static m => ((MountFlags)m.Flags & MountFlags.IdMapped) != 0);
    }

    private static Containment Ids { get; } = new(524288 + 1000, 524288 + 100);

    private static ParsedPlan Compiled() => new(PlanCompiler.Compile(Plan, isPrepared: false, Ids));
}
