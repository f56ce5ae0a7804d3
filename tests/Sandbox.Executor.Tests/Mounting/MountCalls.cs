using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Mounting;

/// <summary>What the loop over a plan's mounts does, without what every launch does around it.</summary>
internal static class MountCalls
{
    /// <summary>Launches, expects success, and compares the calls between the making of the root and the move into the network.</summary>
    public static void Expect(PlanBuilder plan, string expected, Action<FakeKernel>? prepare = null)
    {
        using FakeKernel kernel = plan.Kernel();
        prepare?.Invoke(kernel);
        ProcessEnd end = kernel.Launch();
        Assert.Equal(expected.Trim(), string.Join('\n', Of(kernel)));
        Assert.NotNull(end.Executed);
    }

    /// <summary>Launches, expects the launch to end with 125 and this record on the status pipe.</summary>
    public static void ExpectRefusal(PlanBuilder plan, string record, Action<FakeKernel>? prepare = null)
    {
        using FakeKernel kernel = plan.Kernel();
        prepare?.Invoke(kernel);
        ProcessEnd end = kernel.Launch();
        Assert.Equal(125, end.ExitCode);
        Assert.Equal($"write(<status>, {record})", kernel.Calls[^2].Text);
    }

    public static IEnumerable<string> Of(FakeKernel kernel) => kernel.Calls
        .SkipWhile(c => !c.Text.StartsWith("move_mount(<root>", StringComparison.Ordinal)).Skip(1)
        .TakeWhile(c => !c.Text.StartsWith($"wait4({FakeKernel.Maker}", StringComparison.Ordinal) && !c.Is("exit_group"))
        .Select(c => c.ToString());
}
