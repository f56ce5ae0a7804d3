using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Sessions;

/// <summary>Signals and short counts in reads and writes.</summary>
public sealed class InterruptionTests
{
    [Fact]
    public void A_write_that_is_interrupted_is_repeated_whole()
    {
        using FakeKernel kernel = Uneven(Nr.write, -C.EINTR);
        Assert.NotNull(kernel.Launch().Executed);
        Assert.Equal("some contents"u8.ToArray(), kernel.Written["root/f"]);
    }

    [Fact]
    public void A_write_that_was_cut_short_goes_on_where_it_ended()
    {
        using FakeKernel kernel = Uneven(Nr.write, 5);
        Assert.NotNull(kernel.Launch().Executed);

        // The fake takes nothing of a scripted write, so what arrives is the rest.
        Assert.Equal("contents"u8.ToArray(), kernel.Written["root/f"]);
    }

    [Fact]
    public void A_read_of_the_plan_that_is_interrupted_is_repeated()
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel().Script(Nr.pread64, -C.EINTR, occurrence: 1).Script(Nr.pread64, -C.EINTR, occurrence: 2);
        Assert.NotNull(kernel.Launch().Executed);
    }

    [Fact]
    public void A_plan_that_ends_before_its_size_is_refused()
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel();
        kernel.ClaimedSize = kernel.Plan.Length + 8;
        Assert.Equal(125, kernel.Launch().ExitCode);
        Assert.Equal($"write(<status>, Error ReadPlan {C.EINVAL})", kernel.Calls[^2].Text);
    }

    [Fact]
    public void A_report_that_is_interrupted_still_arrives()
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel().Script("mount(", -C.EPERM);
        int writes = 0;
        kernel.Script(c => c.Text.StartsWith("write(<status>", StringComparison.Ordinal) && ++writes == 1, -C.EINTR);
        Assert.Equal(125, kernel.Launch().ExitCode);
        Assert.Equal(16, kernel.Written["status"].Count);
    }

    [Fact]
    public void A_report_that_cannot_be_written_changes_nothing_about_the_refusal()
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel().Script("mount(", -C.EPERM).Script("write(<status>", -32);
        Assert.Equal(125, kernel.Launch().ExitCode);
    }

    private static FakeKernel Uneven(long number, long answer)
    {
        int writes = 0;
        return SamplePlans.Bare().Mount(MountKind.File, "/f", MountFlags.Create, data: "some contents").Kernel()
            .Script(c => c.Number == number && c.Text.StartsWith("write(<root:/f>", StringComparison.Ordinal) && ++writes == 1, answer);
    }
}
