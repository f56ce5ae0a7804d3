using Sandbox.Executor.Kernel;
using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Limiting;

/// <summary>Rules about files come from the plan; what stands at 0, 1 and 2 gets one in the direction in which it is open.</summary>
public sealed class LandlockTests
{
    private const ulong Everything = 0xffff;

    [Fact]
    public void Rules_are_added_in_order_without_following_links_and_before_the_domain_is_entered()
    {
        using FakeKernel kernel = Plan(("/", 0xd), ("/tmp", 0x77bf)).Kernel();
        Assert.NotNull(kernel.Launch().Executed);
        Assert.Equal(
            ["landlock_add_rule(<ruleset>, 1, <host> d)", "landlock_add_rule(<ruleset>, 1, </tmp> 77bf)"],
            kernel.Calls.Where(c => c.Is("landlock_add_rule")).Select(c => c.Text).Take(2));
        Assert.All(kernel.Calls.Where(c => c.Text.StartsWith("openat2(AT_FDCWD, ", StringComparison.Ordinal)), c => Assert.Contains("NO_SYMLINKS", c.Text, StringComparison.Ordinal));
        Assert.True(kernel.Calls.FindLastIndex(c => c.Is("landlock_add_rule")) < kernel.Calls.FindIndex(c => c.Is("landlock_restrict_self")));
    }

    [Theory]
    [InlineData(C.O_RDONLY, "8004")]
    [InlineData(C.O_WRONLY, "c002")]
    [InlineData(C.O_RDWR, "c006")]
    public void An_inherited_file_may_be_opened_again_as_it_is_open(int mode, string access)
    {
        using FakeKernel kernel = Plan(("/", 0xd)).Kernel().Script(c => c.Text.StartsWith("fcntl(<stdin>", StringComparison.Ordinal), mode);
        Assert.NotNull(kernel.Launch().Executed);
        Assert.Contains(kernel.Calls, c => c.Text == $"landlock_add_rule(<ruleset>, 1, <stdin> {access})");
    }

    [Fact]
    public void A_closed_descriptor_or_a_pipe_needs_no_rule()
    {
        using FakeKernel kernel = Plan(("/", 0xd)).Kernel()
            .Script("fcntl(<stdin>", -C.EBADF)
            .Script("landlock_add_rule(<ruleset>, 1, <stdout>", -C.EBADFD);
        Assert.NotNull(kernel.Launch().Executed);
        Assert.DoesNotContain(kernel.Calls, c => c.Text.Contains("1, <stdin>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("openat2(AT_FDCWD, \"/tmp\"", C.ELOOP)]
    [InlineData("landlock_add_rule(<ruleset>, 1, </tmp>", C.EINVAL)]
    public void A_rule_that_cannot_be_made_ends_the_launch(string call, int errno)
    {
        using FakeKernel kernel = Plan(("/", 0xd), ("/tmp", 0x77bf)).Kernel().Script(call, -errno);
        Assert.Equal(125, kernel.Launch().ExitCode);
        Assert.Equal($"write(<status>, Error Landlock {errno} /tmp)", kernel.Calls[^2].Text);
    }

    [Fact]
    public void A_place_that_is_not_there_is_passed_over()
    {
        using FakeKernel kernel = Plan(("/", 0xd), ("/opt/gone", 0x77bf)).Kernel();
        _ = kernel.Missing.Add("/opt/gone");
        Assert.NotNull(kernel.Launch().Executed);
    }

    [Theory]
    [InlineData("relative", 0xd)]
    [InlineData("/tmp", 0)]
    [InlineData("/tmp", 0x10000)]
    public void A_rule_that_means_nothing_is_refused(string path, ulong access) =>
        Assert.False(GuardedPlan.IsSound(Plan((path, access)).Build()));

    private static PlanBuilder Plan(params (string Path, ulong Access)[] rules)
    {
        PlanBuilder plan = SamplePlans.Bare();
        (plan.LandlockAccess, plan.LandlockRules) = (Everything, rules);
        return plan;
    }
}
