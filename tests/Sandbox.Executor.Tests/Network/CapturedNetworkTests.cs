using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Network;

/// <summary>The calls that make a captured network, and what goes to the launcher.</summary>
public sealed class CapturedNetworkTests
{
    [FactWithin(10)]
    public void A_captured_network_is_made_with_exactly_these_calls()
    {
        using FakeKernel kernel = SamplePlans.Maker();
        Assert.True(kernel.Launch().IsStopped);
        Snapshot.Verify(Network(kernel), "captured", "txt");
    }

    [FactWithin(10)]
    public void Where_nf_tables_is_missing_it_is_made_with_exactly_these_calls()
    {
        using FakeKernel kernel = SamplePlans.Maker(22, 443).Script("socket(NETLINK, RAW CLOEXEC, NETFILTER)", -93);
        Assert.True(kernel.Launch().IsStopped);
        Snapshot.Verify(Network(kernel), "weaker", "txt");
    }

    [Fact]
    public void Each_descriptor_is_handed_over_with_its_role_and_port()
    {
        using FakeKernel kernel = SamplePlans.Maker(22, 443);
        Assert.True(kernel.Launch().IsStopped);
        SentMessage sent = Assert.Single(kernel.Sent);
        Assert.Equal(((uint)ControlKind.Sockets, 0, 5U), (sent.Header.Kind, sent.Header.Value, sent.Header.Number));
        Assert.Equal(["Capture 1", "DnsUdp 53", "DnsTcp 53", "Proxy 3128", "Broker 3129"], Roles(sent));
        Assert.Equal(5, sent.Descriptors.Distinct().Count());
    }

    [Fact]
    public void Without_nf_tables_the_reason_and_the_named_ports_are_handed_over()
    {
        using FakeKernel kernel = SamplePlans.Maker(22, 443);
        kernel.NetlinkFailures[C.NETLINK_NETFILTER] = (3, C.ENOENT);
        Assert.True(kernel.Launch().IsStopped);
        SentMessage sent = Assert.Single(kernel.Sent);
        Assert.Equal((C.ENOENT, 6U), (sent.Header.Value, sent.Header.Number));
        Assert.Equal(["DnsUdp 53", "DnsTcp 53", "Proxy 3128", "Broker 3129", "NamedPort 22", "NamedPort 443"], Roles(sent));
    }

    [Fact]
    public void As_many_ports_as_a_plan_may_name_are_handed_over()
    {
        ushort[] ports = [.. Enumerable.Range(10000, (int)PlanFormat.MaxNamedPorts).Select(p => (ushort)p)];
        using FakeKernel kernel = SamplePlans.Maker(ports);
        kernel.NetlinkFailures[C.NETLINK_NETFILTER] = (3, C.ENOENT);
        Assert.True(kernel.Launch().IsStopped);
        Assert.Equal(ports.Length + 4, Assert.Single(kernel.Sent).Descriptors.Length);
    }

    [Theory]
    [InlineData("write(</proc/self:/gid_map>", "clone(PIDFD", "the network belongs to the first user namespace, where the caller is uid 0")]
    [InlineData("clone(PIDFD", "unshare(NEWNET)", "PID 1 goes on meanwhile")]
    [InlineData("unshare(NEWNET)", "socket(", "not the host's")]
    [InlineData("recvfrom(<routes>", "socket(NETLINK, RAW CLOEXEC, NETFILTER)", "addresses before what uses them")]
    [InlineData("sendmsg(<control>", "kill(", "the sockets are out before PID 1 moves in")]
    public void The_network_is_made_in_its_place(string first, string second, string because)
    {
        using FakeKernel kernel = SamplePlans.Maker();
        Assert.True(kernel.Launch().IsStopped);
        int before = kernel.Calls.FindIndex(c => c.Text.StartsWith(first, StringComparison.Ordinal));
        int after = kernel.Calls.FindIndex(c => c.Text.StartsWith(second, StringComparison.Ordinal));
        Assert.True(before >= 0 && before < after, because);
    }

    [Fact]
    public void Neither_init_nor_the_command_keeps_a_descriptor_of_it()
    {
        using FakeKernel command = SamplePlans.Captured().Kernel();
        Assert.NotNull(command.Launch().Executed);
        Assert.Equal([0L, 1L, 2L], command.Open().Keys.Order());

        using FakeKernel init = SamplePlans.Captured().Kernel();
        init.Clones.Enqueue(0);
        init.Clones.Enqueue(3);
        Assert.True(init.Launch().IsWaiting);
        Assert.DoesNotContain(init.Open().Values, n => n is "socket" or "maker");
    }

    [Fact]
    public void Without_such_a_plan_nothing_of_it_is_done()
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel();
        kernel.IsNetworkMaker = true;
        Assert.True(kernel.Launch().IsStopped);
        Assert.DoesNotContain(kernel.Calls, c => c.Is("bind") || c.Is("sendto") || c.Is("sendmsg"));
        Assert.Single(kernel.Calls, c => c.Is("socket"));
    }

    private static string Network(FakeKernel kernel) =>
        string.Concat(kernel.Calls.SkipWhile(c => !c.Is("unshare")).TakeWhile(c => !c.Is("getpid")).Select(c => c + "\n"));

    private static string[] Roles(SentMessage sent) => [.. sent.Records.Select(r => $"{(SocketRole)r.Role} {r.Port}")];
}
