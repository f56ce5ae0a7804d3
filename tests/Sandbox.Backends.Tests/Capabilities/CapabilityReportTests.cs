using Sandbox.Backends.Capabilities;
using Sandbox.Backends.Tests.Native;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Backends.Tests.Capabilities;

/// <summary>What is said of how a backend holds a policy.</summary>
public sealed class CapabilityReportTests
{
    [Fact]
    public void Native_and_bubblewrap_hold_the_same()
    {
        Assert.Equal(CapabilityReport.Of(SamplePlan.Bare), CapabilityReport.Of(SamplePlan.Bare with { Backend = BackendKind.Bubblewrap }));
    }

    [Fact]
    public void What_the_user_loosened_is_weaker()
    {
        LaunchPlan loose = SamplePlan.Bare with { Network = NetworkMode.Host, AllowNestedUserNamespaces = true };
        Assert.Equal(Enforcement.Weaker, State(loose, "network"));
        Assert.Equal(Enforcement.Weaker, State(loose, "namespaces"));
        Assert.Equal(Enforcement.Enforced, State(SamplePlan.Bare, "network"));
        Assert.Equal(Enforcement.Enforced, State(SamplePlan.Bare, "namespaces"));
    }

    [Theory]
    [InlineData(LimitMeans.Cgroup, Enforcement.Enforced)]
    [InlineData(LimitMeans.Rlimit, Enforcement.Weaker)]
    [InlineData(LimitMeans.None, Enforcement.Weaker)]
    public void A_limit_is_as_good_as_what_holds_it(LimitMeans means, Enforcement expected)
    {
        LaunchPlan plan = SamplePlan.Bare with { Resources = new ResourcePlan { Memory = 1 << 30, MemoryBy = means } };
        Assert.Equal(expected, State(plan, "memory"));
        Assert.Equal(Enforcement.Enforced, State(plan, "processors"));
    }

    private static Enforcement State(LaunchPlan plan, string line) => Assert.Single(CapabilityReport.Of(plan), l => l.Name == line).Enforcement;
}
