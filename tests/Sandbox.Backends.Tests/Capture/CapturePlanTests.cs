using Sandbox.Backends.Native;
using Sandbox.Backends.Tests.Native;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Executor.Plan;

namespace Sandbox.Backends.Tests.Capture;

/// <summary>A captured network in the executor's plan.</summary>
public sealed class CapturePlanTests
{
    private static readonly LaunchPlan Plan = SamplePlan.Bare with { Network = NetworkMode.AllowList, Capture = new CapturePlan { NamedPorts = [] } };

    [Fact]
    public void Without_a_capture_there_is_no_record() =>
        Assert.Equal(0u, new ParsedPlan(PlanCompiler.Compile(SamplePlan.Bare with { Network = NetworkMode.AllowList })).Header.NetworkOffset);

    [Fact]
    public void An_allow_list_has_a_network_namespace_as_none_has() =>
        Assert.Equal(new ParsedPlan(PlanCompiler.Compile(SamplePlan.Bare)).Header.Namespaces, new ParsedPlan(PlanCompiler.Compile(Plan)).Header.Namespaces);

    [Theory]
    [InlineData(true, 1u)]
    [InlineData(false, 0u)]
    public void Whether_it_may_be_weaker_follows_the_plan(bool weaker, uint flags)
    {
        PlanNetwork network = new ParsedPlan(PlanCompiler.Compile(Plan with { Capture = new CapturePlan { NamedPorts = [], MayBeWeaker = weaker } })).Network;
        Assert.Equal((1u, flags, 0u), (network.Kind, network.Flags, network.PortCount));
    }

    [Fact]
    public void Ports_are_in_order_once_each_and_without_those_that_are_taken()
    {
        ParsedPlan plan = new(PlanCompiler.Compile(Plan with { Capture = new CapturePlan { NamedPorts = [443, 65535, 53, 80, 443, 3128, 3129, 1] } }));
        Assert.Equal([1, 80, 443, 65535], plan.NamedPorts);
    }

    [Fact]
    public void No_more_ports_are_named_than_can_be_handed_over()
    {
        ParsedPlan plan = new(PlanCompiler.Compile(Plan with { Capture = new CapturePlan { NamedPorts = [.. Enumerable.Range(10000, 500)] } }));
        Assert.Equal(Enumerable.Range(10000, 240).Select(p => (ushort)p), plan.NamedPorts);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65536)]
    public void A_port_that_is_none_is_an_error(int port) =>
        Assert.Throws<ArgumentException>(() => PlanCompiler.Compile(Plan with { Capture = new CapturePlan { NamedPorts = [port] } }));

    [Fact]
    public void The_hosts_network_cannot_be_captured() =>
        Assert.Throws<ArgumentException>(() => PlanCompiler.Compile(Plan with { Network = NetworkMode.Host }));

    [FactWithin(30)]
    public void The_addresses_and_ports_that_are_told_are_those_that_the_executor_makes() =>
        Assert.Equal((NetworkPorts.Proxy, NetworkPorts.Broker), (CapturePlan.ProxyPort, CapturePlan.BrokerPort));
}
