using System.Reflection;
using Sandbox.Executor.Network;
using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Network;

/// <summary>The constant netlink bytes are what the kernel's own headers make of the same messages: encoder.c.</summary>
public sealed class NetlinkBytesTests
{
    [FactWithin(30)]
    public void The_routes_are_encoded_as_the_kernels_headers_say() => Assert.Equal(Encoded("routes"), RouteMessages.Bytes.ToArray());

    [FactWithin(30)]
    public void The_capture_rule_is_encoded_as_the_kernels_headers_say() => Assert.Equal(Encoded("capture"), CaptureRule.Bytes.ToArray());

    [FactWithin(30)]
    public void A_launch_sends_exactly_these_bytes()
    {
        using FakeKernel kernel = SamplePlans.Maker();
        Assert.True(kernel.Launch().IsStopped);
        Assert.Equal(RouteMessages.Bytes.ToArray(), kernel.Netlink("routes"));
        Assert.Equal(CaptureRule.Bytes.ToArray(), kernel.Netlink("netfilter"));
    }

    private static byte[] Encoded(string which)
    {
        string source = Path.Combine(RepositoryPaths.ProjectDirectory(Assembly.GetExecutingAssembly()), "Network", "encoder.c");
        string program = CCompiler.Compile(File.ReadAllText(source));
        return Convert.FromHexString(ProcessRun.Run(program, which).ExpectExit().OutputText.Replace("\n", string.Empty, StringComparison.Ordinal));
    }
}
