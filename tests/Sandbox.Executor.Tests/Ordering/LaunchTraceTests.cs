using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Ordering;

/// <summary>The whole launch, call by call.</summary>
public sealed class LaunchTraceTests
{
    [FactWithin(10)]
    public void A_launch_with_every_kind_of_mount_makes_exactly_these_calls()
    {
        using FakeKernel kernel = SamplePlans.EverythingKernel();
        ProcessEnd end = kernel.Launch();
        Assert.Equal("/usr/bin/tool", end.Executed?.Path);
        Snapshot.Verify($"{kernel.Trace}\n{end.Executed!.Confinement}\n", "launch", "txt");
    }
}
