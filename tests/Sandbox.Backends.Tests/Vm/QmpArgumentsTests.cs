using Sandbox.Backends.Tests.Native;
using Sandbox.Backends.Vm.Images;
using Sandbox.Backends.Vm.Planning;
using Sandbox.Core.Policy;

namespace Sandbox.Backends.Tests.Vm;

/// <summary>What --qmp puts on QEMU's command line, and nothing else does.</summary>
public sealed class QmpArgumentsTests
{
    [Fact]
    public void There_are_two_monitors_on_the_one_socket_that_leads_in_and_a_screen()
    {
        string[] with = Arguments("/home/ada/run/qmp");
        string[] without = Arguments(null);
        Assert.Equal(
            ["socket,id=monitor,fd=1,server=on,wait=off", "socket,id=user,fd=1,server=on,wait=off", "chardev=user,mode=control", "VGA", "console=tty0 " + without[Array.IndexOf(without, "-append") + 1]],
            with.Except(without, StringComparer.Ordinal).OrderBy(static a => a.StartsWith("console", StringComparison.Ordinal)));
        Assert.Equal(["socket,id=monitor,fd=1"], without.Except(with, StringComparer.Ordinal).Where(static a => !a.StartsWith("console", StringComparison.Ordinal)));
        Assert.Equal("none", with[Array.IndexOf(with, "-display") + 1]);
        Assert.DoesNotContain(with, static a => a.Contains("/home/ada/run", StringComparison.Ordinal));
    }

    private static string[] Arguments(string? socket) => [.. VmPlans.Outer(SamplePlan.Bare with { Backend = BackendKind.Vm, QmpSocket = socket }, Machine, default).Arguments];

    private static VmMachine Machine { get; } = new()
    {
        Image = new VmImage("/data/images/vm/6.1.0-1-amd64", "6.1.0-1-amd64"),
        Qemu = "/usr/bin/qemu-system-x86_64",
        Processors = 1,
        Memory = 1024,
        Accelerated = false,
    };
}
