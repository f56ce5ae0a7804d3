using System.Runtime.InteropServices;
using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Network;

/// <summary>What a plan may say of its network.</summary>
public sealed class NetworkPlanTests
{
    [Fact]
    public void A_plan_with_a_captured_network_is_sound() => Assert.True(GuardedPlan.IsSound(SamplePlans.Captured(22, 80, 443, 65535).Build()));

    [Theory]
    [InlineData(0u, 0u)]
    [InlineData(2u, 0u)]
    [InlineData(1u, 2u)]
    [InlineData(1u, uint.MaxValue)]
    public void An_unknown_kind_or_flag_is_refused(uint kind, uint flags)
    {
        PlanBuilder plan = SamplePlans.Captured(22);
        plan.Network = new PlanNetwork { Kind = kind, Flags = flags };
        Assert.False(GuardedPlan.IsSound(plan.Build()));
    }

    [Theory]
    [InlineData(new ushort[] { 0 })]
    [InlineData(new ushort[] { 53 })]
    [InlineData(new ushort[] { 80, 3128 })]
    [InlineData(new ushort[] { 3129 })]
    [InlineData(new ushort[] { 443, 443 })]
    [InlineData(new ushort[] { 443, 80 })]
    public void A_port_that_is_none_or_taken_or_out_of_order_is_refused(ushort[] ports) =>
        Assert.False(GuardedPlan.IsSound(SamplePlans.Captured(ports).Build()));

    [Fact]
    public void More_ports_than_one_message_can_carry_are_refused()
    {
        ushort[] ports = [.. Enumerable.Range(10000, (int)PlanFormat.MaxNamedPorts + 1).Select(p => (ushort)p)];
        Assert.False(GuardedPlan.IsSound(SamplePlans.Captured(ports).Build()));
        Assert.True(GuardedPlan.IsSound(SamplePlans.Captured(ports[1..]).Build()));
    }

    [Fact]
    public void The_hosts_network_is_never_captured()
    {
        PlanBuilder plan = SamplePlans.Captured(22);
        plan.Namespaces = PlanBuilder.AllNamespaces & ~C.CLONE_NEWNET;
        Assert.False(GuardedPlan.IsSound(plan.Build()));
    }

    [Fact]
    public void A_record_or_a_table_outside_of_the_plan_is_refused()
    {
        byte[] plan = SamplePlans.Captured(22, 80).Build();
        uint length = (uint)plan.Length;
        uint record = MemoryMarshal.Read<PlanHeader>(plan).NetworkOffset;
        foreach (uint offset in (uint[])[8, record + 4, (length - 8) & ~7u, (length + 7) & ~7u, uint.MaxValue & ~7u])
        {
            byte[] moved = [.. plan];
            MemoryMarshal.AsRef<PlanHeader>(moved.AsSpan()).NetworkOffset = offset;
            Assert.False(GuardedPlan.IsSound(moved), $"record at {offset}");
        }

        foreach ((uint offset, uint count) in ((uint, uint)[])[(8, 2), (length & ~7u, 2), (uint.MaxValue & ~7u, 2), (record, 240)])
        {
            byte[] moved = [.. plan];
            ref PlanNetwork network = ref MemoryMarshal.AsRef<PlanNetwork>(moved.AsSpan((int)record));
            (network.PortsOffset, network.PortCount) = (offset, count);
            Assert.False(GuardedPlan.IsSound(moved), $"{count} ports at {offset}");
        }
    }

    [Fact]
    public void A_plan_with_a_captured_network_does_not_run_from_a_file()
    {
        using FakeKernel kernel = SamplePlans.Captured(22).Kernel();
        Assert.Equal(125, kernel.LaunchFile().ExitCode);
        Assert.Equal($"claude-sandbox-exec: could not accept the plan /plan: errno {C.EACCES}\n", System.Text.Encoding.ASCII.GetString([.. kernel.Written["stderr"]]));
        Assert.DoesNotContain(kernel.Calls, c => c.Is("clone"));
    }
}
