using Sandbox.Executor.Kernel;
using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Network;

/// <summary>PID 1 and the process that makes its network namespace meanwhile.</summary>
public sealed class NetworkMakerTests
{
    [Fact]
    public void A_plan_without_capture_gets_a_loopback_interface_and_nothing_else()
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel();
        kernel.IsNetworkMaker = true;
        Assert.True(kernel.Launch().IsStopped);
        Assert.Equal(
            ["unshare(NEWNET)", "socket(INET, DGRAM CLOEXEC)", "ioctl(<socket>, SIOCSIFFLAGS, \"lo\", UP|RUNNING)", "close(<socket>)", "getpid()", $"kill({FakeKernel.Maker}, {C.SIGSTOP})"],
            kernel.Calls.SkipWhile(c => !c.Is("unshare")).Select(c => c.Text));
    }

    [Theory]
    [InlineData("unshare(NEWNET)", "CreateNetwork")]
    [InlineData("socket(INET", "LoopbackUp")]
    [InlineData("ioctl(", "LoopbackUp")]
    public void It_tells_itself_what_fails(string call, string step)
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel().Script(call, -C.EPERM);
        kernel.IsNetworkMaker = true;
        Assert.Equal(125, kernel.Launch().ExitCode);
        Assert.Equal($"write(<status>, Error {step} {C.EPERM})", kernel.Calls[^2].Text);
    }

    [Fact]
    public void When_it_has_failed_PID_1_ends_without_a_second_word()
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel();
        kernel.MakerStatus = 125 << 8;
        Assert.Equal(125, kernel.Launch().ExitCode);
        Assert.DoesNotContain(kernel.Calls, c => c.Text.StartsWith("write(<status>", StringComparison.Ordinal) || c.Is("setns") || c.Is("execve"));
    }

    [Theory]
    [InlineData(C.SIGKILL)]
    [InlineData(0)]
    [InlineData(1 << 8)]
    public void When_it_was_killed_or_ended_otherwise_PID_1_says_so(int status)
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel();
        kernel.MakerStatus = status;
        Assert.Equal(125, kernel.Launch().ExitCode);
        Assert.Equal($"write(<status>, Error CreateNetwork {C.ECHILD})", kernel.Calls[^2].Text);
        Assert.DoesNotContain(kernel.Calls, c => c.Is("setns") || c.Is("execve"));
    }

    [Fact]
    public void PID_1_itself_never_makes_one()
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel();
        Assert.NotNull(kernel.Launch().Executed);
        Assert.DoesNotContain(kernel.Calls, c => c.Text.Contains("NEWNET", StringComparison.Ordinal) && !c.Is("setns"));
    }
}
