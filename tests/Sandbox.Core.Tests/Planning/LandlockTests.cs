using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

public sealed class LandlockTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void The_host_s_network_is_refused_where_abstract_sockets_cannot_be_kept_out(int abi)
    {
        Machine machine = Machines.Debian();
        machine.LandlockAbi = abi;
        string refusal = machine.Refusal("--network", "host");
        Assert.StartsWith("CS202 --network host needs Landlock ABI 6", refusal, StringComparison.Ordinal);
        Assert.Contains($"this kernel has {abi}", refusal, StringComparison.Ordinal);
        Assert.Contains("use --network none", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_network_no_Landlock_is_needed_and_none_is_claimed()
    {
        Machine machine = Machines.Debian();
        machine.LandlockAbi = 0;
        Assert.False(machine.Plan("--network", "none").LandlockScopes);
    }

    [Theory]
    [InlineData("host")]
    [InlineData("none")]
    public void Where_the_kernel_has_it_it_is_used(string network)
    {
        Machine machine = Machines.Debian();
        machine.LandlockAbi = 6;
        Assert.True(machine.Plan("--network", network).LandlockScopes);
    }
}
