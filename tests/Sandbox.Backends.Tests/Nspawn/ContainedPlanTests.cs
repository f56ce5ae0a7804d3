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
        ParsedPlan plan = Compiled(ContainedTerminal.Passed);
        Assert.Equal((1000U, 100U, 525288U, 524388U), (plan.Header.InnerUid, plan.Header.InnerGid, plan.Header.OuterUid, plan.Header.OuterGid));
    }

    [Fact]
    public void Owners_are_mapped_where_they_matter() =>
        Assert.Equal([false, false, true, false], Compiled(ContainedTerminal.Passed).Mounts.Select(static m => ((MountFlags)m.Flags & MountFlags.IdMapped) != 0));

    [Theory]
    [InlineData(ContainedTerminal.Passed, (uint)PlanFlags.Contained)]
    [InlineData(ContainedTerminal.Own, (uint)(PlanFlags.Contained | PlanFlags.OwnTerminal))]
    [InlineData(ContainedTerminal.OwnButErrors, (uint)(PlanFlags.Contained | PlanFlags.OwnTerminal | PlanFlags.OwnErrors))]
    public void The_flags_say_how_the_terminal_is_reached(ContainedTerminal terminal, uint flags) =>
        Assert.Equal(flags, Compiled(terminal).Header.Flags & (uint)(PlanFlags.Contained | PlanFlags.OwnTerminal | PlanFlags.OwnErrors | PlanFlags.Prepared | PlanFlags.DropSupplementaryGroups));

    [Theory]
    [InlineData(ContainedTerminal.Passed, true)]
    [InlineData(ContainedTerminal.Own, false)]
    public void A_terminal_of_the_container_is_not_compared_with_the_callers(ContainedTerminal terminal, bool compared) =>
        Assert.Equal(compared, ((MountFlags)Compiled(terminal).Mounts[3].Flags & MountFlags.VerifyIdentity) != 0);

    [Fact]
    public void Without_a_container_nothing_of_it_is_there()
    {
        ParsedPlan plan = new(PlanCompiler.Compile(Plan));
        Assert.Equal((1000U, 100U), (plan.Header.OuterUid, plan.Header.OuterGid));
        Assert.DoesNotContain(plan.Mounts, static m => ((MountFlags)m.Flags & MountFlags.IdMapped) != 0);
    }

    private static ParsedPlan Compiled(ContainedTerminal terminal) => new(PlanCompiler.Compile(Plan, isPrepared: true, new Containment(524288 + 1000, 524288 + 100, terminal)));
}
