using Sandbox.Backends.Native;
using Sandbox.Backends.Nspawn;
using Sandbox.Backends.Tests.Native;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Backends.Tests.Nspawn;

/// <summary>CL-26: what systemd-nspawn is told, and what it is never told.</summary>
public sealed class NspawnArgumentsTests
{
    private const string Canary = "canary:with,every\\sign that = splits";

    private static readonly LaunchPlan Plan = SamplePlan.With(
        new BindMount { Source = "/" + Canary, Target = "/" + Canary, Writable = true, Reason = "project" },
        new BindMount { Source = "/nix/var/nix/daemon-socket", Target = "/nix/var/nix/daemon-socket", Reason = "forward nix-daemon" }) with
    {
        ProjectDirectory = "/" + Canary,
        Arguments = ["/bin/sh", "-c", Canary],
        Environment = [new PlannedVariable { Name = "TOKEN", Value = Canary, Reason = "--env" }],
    };

    [Fact]
    public void The_command_line_is_this() =>
        Snapshot.Verify(string.Join('\n', Words(Plan)) + "\n", "arguments", "txt");

    [Fact]
    public void The_host_s_network_is_shared_only_when_it_was_asked_for()
    {
        Assert.Contains("--private-network", Words(Plan));
        Assert.Contains("--private-network", Words(Plan with { Network = NetworkMode.AllowList }));
        Assert.DoesNotContain("--private-network", Words(Plan with { Network = NetworkMode.Host }));
    }

    [Fact]
    public void Root_that_stays_root_outside_may_be_named_in_a_map_and_nothing_else_differs()
    {
        IReadOnlyList<string> root = NspawnArguments.Of(Plan, "/usr/bin/systemd-nspawn", "claude-sandbox-0123456789abcdef", isRoot: true);
        Assert.Equal(Words(Plan).Select(static w => w.Replace("CAP_SETFCAP,", string.Empty, StringComparison.Ordinal)), root);
        Assert.NotEqual(Words(Plan), root);
    }

    [Fact]
    public void Nothing_of_the_user_or_the_payload_is_on_the_command_line() =>
        Assert.DoesNotContain(Words(Plan), static w => w.Contains("canary", StringComparison.Ordinal));

    [Fact]
    public void Nothing_of_the_host_is_bound_and_no_variable_is_set_by_words() =>
        Assert.DoesNotContain(Words(Plan), static w =>
            w.StartsWith("--bind", StringComparison.Ordinal) || w.StartsWith("--setenv", StringComparison.Ordinal) || w.StartsWith("-E", StringComparison.Ordinal) || w.Contains("daemon-socket", StringComparison.Ordinal));

    [Fact]
    public void Every_launch_has_a_name_of_its_own()
    {
        Containment containment = new(1000, 100);
        using ExecutorCommand one = NspawnCommand.Of(Plan, containment, "/usr/bin/systemd-nspawn", "/opt/claude-sandbox-exec");
        using ExecutorCommand other = NspawnCommand.Of(Plan, containment, "/usr/bin/systemd-nspawn", "/opt/claude-sandbox-exec");
        Assert.NotEqual(Machine(one), Machine(other));
        Assert.Matches("^--machine=claude-sandbox-[0-9a-f]{16}$", Machine(one));
        Assert.Equal(["/opt/claude-sandbox-exec", "contain", "/usr/bin/systemd-nspawn"], one.Arguments.Take(3));
    }

    private static string Machine(ExecutorCommand command) => command.Arguments.Single(static w => w.StartsWith("--machine=", StringComparison.Ordinal));

    private static IReadOnlyList<string> Words(LaunchPlan plan) =>
        NspawnArguments.Of(plan, "/usr/bin/systemd-nspawn", "claude-sandbox-0123456789abcdef");
}
