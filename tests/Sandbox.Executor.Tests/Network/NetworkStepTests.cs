using Sandbox.Executor.Kernel;
using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Network;

/// <summary>Each step of the captured network says its name, what it was about and its error, and nothing is started.</summary>
public sealed class NetworkStepTests
{
    private const int ETOOMANYREFS = 109;

    /// <summary>Step, the call that is answered (the n-th that begins like this), its answer, errno and subject reported.</summary>
    public static TheoryData<string, string, int, long, int, string> Rows => new()
    {
        { "ConfigureNetwork", "sendto(<routes>", 1, -C.EPERM, C.EPERM, "" },
        { "CaptureConnections", "socket(NETLINK, RAW CLOEXEC, NETFILTER)", 1, -C.EACCES, C.EACCES, "" },
        { "Listen", "bind(", 1, -C.EACCES, C.EACCES, "TCP 127.0.0.1:1" },
        { "HandOverSockets", "sendmsg(", 1, -ETOOMANYREFS, ETOOMANYREFS, "" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_failing_step_reports_itself(string step, string call, int nth, long answer, int errno, string subject)
    {
        int seen = 0;
        using FakeKernel kernel = SamplePlans.Maker().Script(c => c.Text.StartsWith(call, StringComparison.Ordinal) && ++seen == nth, answer);
        ExpectFailure(kernel, step, errno, subject);
    }

    [Theory]
    [InlineData(1, "lo")]
    [InlineData(2, "10.0.2.15")]
    [InlineData(3, "198.18.0.0/15")]
    [InlineData(4, "10.0.2.3")]
    [InlineData(5, "")]
    public void A_route_that_the_kernel_refuses_is_named(uint number, string subject)
    {
        using FakeKernel kernel = SamplePlans.Maker();
        kernel.NetlinkFailures[C.NETLINK_ROUTE] = (number, C.EEXIST);
        ExpectFailure(kernel, "ConfigureNetwork", C.EEXIST, subject);
    }

    [Fact]
    public void A_rule_that_the_kernel_refuses_ends_the_launch_when_the_plan_does_not_allow_less()
    {
        using FakeKernel kernel = SamplePlans.Maker();
        kernel.NetlinkFailures[C.NETLINK_NETFILTER] = (3, C.ENOENT);
        ExpectFailure(kernel, "CaptureConnections", C.ENOENT, string.Empty);
    }

    [Fact]
    public void An_acknowledgement_of_another_message_is_not_taken_for_the_last_one()
    {
        using FakeKernel kernel = SamplePlans.Maker();
        kernel.NetlinkFailures[C.NETLINK_ROUTE] = (2, 0);
        kernel.Script(c => c.Text.StartsWith("recvfrom(<routes>", StringComparison.Ordinal) && c.Occurrence == 2, -C.EAGAIN);
        ExpectFailure(kernel, "ConfigureNetwork", C.EAGAIN, string.Empty);
    }

    [Theory]
    [InlineData("sendto(<routes>", 100)]
    [InlineData("recvfrom(<routes>", 0)]
    [InlineData("recvfrom(<routes>", 19)]
    public void A_transmission_that_is_cut_is_an_error(string call, long answer)
    {
        using FakeKernel kernel = SamplePlans.Maker().Script(call, answer);
        ExpectFailure(kernel, "ConfigureNetwork", C.EPROTO, string.Empty);
    }

    [Theory]
    [InlineData(1, "TCP 127.0.0.1:1")]
    [InlineData(2, "UDP 0.0.0.0:53")]
    [InlineData(3, "TCP 0.0.0.0:53")]
    [InlineData(4, "TCP 127.0.0.1:3128")]
    [InlineData(5, "TCP 127.0.0.1:3129")]
    public void A_listener_that_cannot_be_made_is_named(int nth, string subject)
    {
        using FakeKernel kernel = SamplePlans.Maker().Script(Nr.bind, -C.EACCES, nth);
        ExpectFailure(kernel, "Listen", C.EACCES, subject);
    }

    [FactWithin(30)]
    public void Whatever_fails_of_the_network_no_command_is_started()
    {
        using FakeKernel whole = SamplePlans.Maker();
        Assert.True(whole.Launch().IsStopped);
        KernelCall[] network = [.. whole.Calls.SkipWhile(c => !c.Is("unshare")).TakeWhile(c => !c.Is("getpid"))];
        Assert.True(network.Length > 25);
        foreach (KernelCall call in network.Where(c => !c.Is("close")))
        {
            foreach (int error in (int[])[C.EPERM, 12, C.ENOSYS, C.EINTR, C.EINVAL, C.EMFILE, C.EAGAIN])
            {
                using FakeKernel kernel = SamplePlans.Maker().Script(c => c.Index == call.Index, -error);
                ProcessEnd end = kernel.Launch();
                Assert.True(end.ExitCode == 125, $"{call.Text} with {error}: {end}");
                Assert.EndsWith($" {error}", kernel.Calls[^2].Text.Split('/')[0].Split(" TCP")[0].Split(" UDP")[0].TrimEnd(')'), StringComparison.Ordinal);
                Assert.DoesNotContain(kernel.Calls, c => c.Is("execve") || c.Is("setns"));
            }
        }
    }

    private static void ExpectFailure(FakeKernel kernel, string step, int errno, string subject)
    {
        Assert.Equal(125, kernel.Launch().ExitCode);
        Assert.Equal($"write(<status>, Error {step} {errno}{(subject.Length == 0 ? string.Empty : " " + subject)})", kernel.Calls[^2].Text);
        Assert.DoesNotContain(kernel.Calls, c => c.Is("execve"));
    }
}
