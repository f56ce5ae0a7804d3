using Sandbox.Backends.Bubblewrap;
using Sandbox.Backends.Native;
using Sandbox.Backends.Tests.Capture;
using Sandbox.Backends.Tests.Native;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Core.Secrets;

namespace Sandbox.Backends.Tests.Bubblewrap;

/// <summary>The words that bwrap is given.</summary>
public sealed class BubblewrapArgumentsTests
{
    private static readonly LaunchPlan Plan = SamplePlan.With(
        new BindMount { Target = "/usr", Source = "/usr", Reason = "t" },
        new BindMount { Target = "/dev/null", Source = "/dev/null", IsFile = true, AllowDevices = true, Writable = true, Reason = "t" },
        new BindMount { Target = "/etc/hosts", Source = "/etc/hosts", IsFile = true, Optional = true, Reason = "t" },
        new BindMount { Target = "/srv/a b,c:d'\"", Source = "/srv/a b,c:d'\"", Writable = true, Reason = "t" },
        new FileEntry { Target = "/etc/passwd", Contents = "root"u8.ToArray(), Reason = "t" });

    [Theory]
    [InlineData(NetworkMode.None)]
    [InlineData(NetworkMode.AllowList)]
    [InlineData(NetworkMode.Host)]
    public void They_are_as_verified_whatever_the_network(NetworkMode network) =>
        Snapshot.Verify(string.Join('\n', BubblewrapArguments.Of(Plan with { Network = network })) + "\n", name: "bwrap", extension: "txt");

    [Fact]
    public void Its_command_line_has_numbers_of_descriptors_and_nothing_of_the_plan()
    {
        LaunchPlan plan = Plan with { Environment = [new PlannedVariable { Name = "TOKEN", Secret = Secret.FromBytes("hunter2"u8), Reason = "t" }] };
        using ExecutorCommand command = BubblewrapCommand.Of(plan, "/usr/bin/bwrap", ExecutorCopy.For(Identity.User));

        Assert.Equal(["--become", "0", "/usr/bin/bwrap", "bwrap", "--args", "21", "--", "/proc/self/fd/22"], command.Arguments.Skip(1));
        Assert.Empty(command.Environment);
        Assert.Equal([21, 22], command.Descriptors.Select(static d => d.Target));
    }
}
