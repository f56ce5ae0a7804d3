using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Sessions;

/// <summary>
/// A step that claims success and did nothing: the answer is scripted, so that the model keeps what was there before.
/// Each is found by asking the kernel in the process that would run the command (LR-13).
/// </summary>
public sealed class SelfCheckTests
{
    [Theory]
    [InlineData("capset(", "CheckCapabilities")]
    [InlineData("prctl(CAPBSET_DROP, 0)", "CheckBounding")]
    [InlineData("prctl(CAPBSET_DROP, 21)", "CheckBounding")]
    [InlineData("prctl(CAPBSET_DROP, 40)", "CheckBounding")]
    [InlineData("seccomp(", "CheckSeccomp")]
    [InlineData("close_range(4", "CheckDescriptors")]
    [InlineData("openat(AT_FDCWD, \"/proc/sys/user/max_user", "CheckUserNamespaces")]
    public void A_restriction_that_was_not_applied_is_found_before_the_command_runs(string silent, string step)
    {
        // Descriptor 0 takes the write of the limit: it goes nowhere.
        using FakeKernel kernel = SamplePlans.Bare().Kernel().Script(silent, 0);
        Assert.Equal(125, kernel.Launch().ExitCode);
        Assert.StartsWith($"write(<status>, Error {step} ", kernel.Calls[^2].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3u, 3, "Landlock")]
    [InlineData(0u, 3, "InstallSeccomp")]
    [InlineData(0u, 0, "CheckNoNewPrivileges")]
    public void Missing_no_new_privs_is_found_by_whoever_needs_it_first(uint scopes, int filter, string step)
    {
        PlanBuilder plan = SamplePlans.Bare();
        (plan.LandlockScopes, plan.FilterLength) = (scopes, filter);
        using FakeKernel kernel = plan.Kernel().Script("prctl(SET_NO_NEW_PRIVS", 0);
        Assert.Equal(125, kernel.Launch().ExitCode);
        Assert.StartsWith($"write(<status>, Error {step} ", kernel.Calls[^2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bounding_set_ended_early_by_an_error_is_found()
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel().Script("prctl(CAPBSET_DROP, 0)", -C.EINVAL);
        Assert.Equal(125, kernel.Launch().ExitCode);
        Assert.Equal($"write(<status>, Error CheckBounding {C.EPERM})", kernel.Calls[^2].Text);
    }

    [Theory]
    [InlineData("stdin")]
    [InlineData("stdout")]
    [InlineData("stderr")]
    public void A_directory_on_a_standard_descriptor_is_refused(string name)
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel();
        kernel.Directories.Add(name);
        Assert.Equal(125, kernel.Launch().ExitCode);
        Assert.Equal($"write(<status>, Error CheckDescriptors {C.EISDIR})", kernel.Calls[^2].Text);
    }

    [Theory]
    [InlineData("move_mount(<copy of root:/srv/a/.git>", 0)]
    [InlineData("statfs(", -C.ENOENT)]
    [InlineData("statfs(", -C.EPERM)]
    public void A_path_that_is_not_covered_read_only_is_found_and_named(string call, int answer)
    {
        using FakeKernel kernel = SamplePlans.EverythingKernel().Script(call, answer);
        Assert.Equal(125, kernel.Launch().ExitCode);
        Assert.Equal($"write(<status>, Error CheckMounts {C.ESTALE} /srv/a/.git)", kernel.Calls[^2].Text);
    }

    [Fact]
    public void A_covered_path_that_the_payload_cannot_look_up_is_no_gap()
    {
        using FakeKernel kernel = SamplePlans.EverythingKernel().Script("statfs(", -C.EACCES);
        Assert.NotNull(kernel.Launch().Executed);
    }

    [Fact]
    public void Without_the_flag_a_nested_user_namespace_is_not_even_tried()
    {
        PlanBuilder plan = SamplePlans.Bare();
        plan.Flags = PlanFlags.None;
        using FakeKernel kernel = plan.Kernel();
        Assert.NotNull(kernel.Launch().Executed);
        Assert.Single(kernel.Calls, c => c.Is("unshare"));
    }

    [Fact]
    public void A_plan_without_a_filter_is_not_asked_for_one()
    {
        PlanBuilder plan = SamplePlans.Bare();
        plan.FilterLength = 0;
        using FakeKernel kernel = plan.Kernel();
        Assert.NotNull(kernel.Launch().Executed);
        Assert.DoesNotContain(kernel.Calls, c => c.Text.StartsWith("prctl(GET_SECCOMP", StringComparison.Ordinal));
    }
}
