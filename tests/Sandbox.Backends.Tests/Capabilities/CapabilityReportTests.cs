using Sandbox.Backends.Capabilities;
using Sandbox.Backends.Tests.Native;
using Sandbox.Core.Diagnostics;
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

    [Fact]
    public void A_machine_cannot_hold_a_socket_or_device_of_the_host_and_the_launch_is_refused_with_the_report_s_words()
    {
        LaunchPlan plan = SamplePlan.With(
            new BindMount { Source = "/dev/null", Target = "/dev/null", IsFile = true, IsEndpoint = true, AllowDevices = true, Reason = "forward nothing" },
            new BindMount { Source = "/run/agent\u001b.1", Target = "/run/agent", IsFile = true, IsEndpoint = true, Reason = "forward ssh-agent" },
            new BindMount { Source = "/dev/dri", Target = "/dev/dri", AllowDevices = true, Reason = "forward gpu" },
            new BindMount { Source = "/dev/zero", Target = "/dev/zero", IsFile = true, AllowDevices = true, Reason = "kernel" },
            new BindMount { Source = "/etc/hosts", Target = "/etc/hosts", IsFile = true, Reason = "--ro" });
        LaunchPlan machine = plan with { Backend = BackendKind.Vm };

        PolicyLine[] impossible = [.. CapabilityReport.Of(machine).Where(static l => l.Enforcement == Enforcement.Impossible)];
        Assert.Equal(["forward nothing", "forward ssh-agent", "forward gpu"], impossible.Select(static l => l.Name));

        SandboxException refused = Assert.Throws<SandboxException>(() => CapabilityReport.ThrowIfImpossible(machine));
        Assert.Equal(ErrorCode.Backend, refused.Code);
        Assert.Contains(impossible[0].Name + ": " + impossible[0].How, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', refused.Message);

        // The control: where there is one kernel all of them are let in.
        Assert.DoesNotContain(CapabilityReport.Of(plan with { Backend = BackendKind.Bubblewrap }), static l => l.Enforcement == Enforcement.Impossible);
        CapabilityReport.ThrowIfImpossible(plan with { Backend = BackendKind.Bubblewrap });
    }

    private static Enforcement State(LaunchPlan plan, string line) => Assert.Single(CapabilityReport.Of(plan), l => l.Name == line).Enforcement;
}
