using Sandbox.Executor.Kernel;
using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Limiting;

/// <summary>The monitor enters every control group before anything of the sandbox exists.</summary>
public sealed class CgroupTests
{
    [Fact]
    public void Every_group_is_entered_before_the_clone_and_closed()
    {
        using FakeKernel kernel = Kernel(2);
        Assert.NotNull(kernel.Launch().Executed);
        string[] calls = [.. kernel.Calls.Select(c => c.Text)];
        int clone = Array.FindIndex(calls, c => c.StartsWith("clone(NEWNS", StringComparison.Ordinal));
        Assert.InRange(Array.IndexOf(calls, "write(<cgroup 0>, \"0\")"), 0, clone);
        Assert.InRange(Array.IndexOf(calls, "write(<cgroup 1>, \"0\")"), 0, clone);
        Assert.InRange(Array.FindIndex(calls, c => c.StartsWith("close_range(8, 9", StringComparison.Ordinal)), 0, clone);
    }

    [Fact]
    public void A_group_that_cannot_be_entered_ends_the_launch()
    {
        using FakeKernel kernel = Kernel(2).Script("write(<cgroup 1>", -C.EPERM);
        Assert.Equal(125, kernel.Launch().ExitCode);
        Assert.Equal($"write(<status>, Error EnterCgroup {C.EPERM})", kernel.Calls[^2].Text);
        Assert.DoesNotContain(kernel.Calls, c => c.Is("clone"));
    }

    [Fact]
    public void A_plan_file_can_have_none_and_no_plan_more_than_eight()
    {
        using FakeKernel file = Plan(1).WithoutCredentials().Kernel();
        Assert.Equal(125, file.LaunchFile().ExitCode);
        using FakeKernel many = Plan(9).Kernel().WithCgroups(9);
        Assert.Equal(125, many.Launch().ExitCode);
        Assert.DoesNotContain(file.Calls.Concat(many.Calls), c => c.Is("clone"));
    }

    private static FakeKernel Kernel(int count) => Plan((uint)count).Kernel().WithCgroups(count);

    private static PlanBuilder Plan(uint count)
    {
        PlanBuilder plan = SamplePlans.Bare();
        plan.CgroupCount = count;
        return plan;
    }
}
