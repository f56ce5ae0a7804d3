using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

/// <summary>What <c>--pty</c> and <c>--tmux</c> plan.</summary>
public sealed class TerminalTests
{
    [Fact]
    public void The_users_terminal_is_inside_by_default_and_not_with_one_of_the_sandboxs_own()
    {
        Machine machine = OnTerminal();
        Assert.Contains(machine.Plan().Mounts, m => m is BindMount { Source: "/dev/pts/7" });
        Assert.False(machine.Plan().OwnTerminal);

        LaunchPlan own = machine.Plan(p => p with { Pty = true });
        Assert.True(own.OwnTerminal);
        Assert.DoesNotContain(own.Mounts, m => m is BindMount { Source: "/dev/pts/7" } || m.Target == "/dev/console");
    }

    [Fact]
    public void A_shell_in_tmux_is_a_script_with_socket_name_and_command_as_its_arguments()
    {
        LaunchPlan plan = OnTerminal().Plan(p => p with { Tmux = true }, new RunShell(null));
        Assert.True(plan.OwnTerminal);
        Assert.Equal(["/bin/sh"], plan.ExecutableCandidates);
        Assert.Equal(["/bin/sh", "-c"], plan.Arguments.Take(2));
        Assert.Equal(["sh", "/run/user/1000/tmux.sock", "sandbox_app"], plan.Arguments.Skip(3).Take(3));
        Assert.Single(plan.Arguments.Skip(6));
    }

    [Fact]
    public void A_single_command_is_not_put_into_tmux()
    {
        LaunchPlan plan = OnTerminal().Plan(p => p with { Tmux = true });
        Assert.Equal(["/usr/bin/true"], plan.Arguments);
        Assert.False(plan.OwnTerminal);
    }

    [Fact]
    public void What_tmux_would_take_for_the_end_of_its_own_command_is_escaped()
    {
        Machine machine = OnTerminal();
        AgentLaunch agent = new() { Command = "/usr/bin/claude" };
        LaunchPlan plan = machine.Plan(p => p with { Tmux = true }, new RunAgent(agent, ["a;", ";", "b;c", "d\\;"]));
        Assert.Equal(["/usr/bin/claude", "a\\;", "\\;", "b;c", "d\\\\;"], plan.Arguments.Skip(6));
    }

    [Fact]
    public void Without_tmux_on_the_machine_one_line_names_the_package()
    {
        Machine machine = OnTerminal();
        machine.Files.Remove("/usr/bin/tmux");
        Core.Diagnostics.SandboxException error = Assert.Throws<Core.Diagnostics.SandboxException>(() => machine.Plan(p => p with { Tmux = true }, new RunShell(null)));
        Assert.Equal("CS303 tmux: command not found: --tmux needs it: install the package tmux on this machine, or leave --tmux out", Assert.Single(Machine.Findings(error)));
    }

    [Fact]
    public void The_name_of_a_project_cannot_be_a_target_of_tmux()
    {
        Machine machine = OnTerminal();
        machine.Files.Directories("/work/a.b:c");
        Assert.Equal("sandbox_a_b_c", machine.Plan(p => p with { Tmux = true, ProjectDirectory = "/work/a.b:c" }, new RunShell(null)).Arguments[5]);
    }

    private static Machine OnTerminal()
    {
        Machine machine = Machines.Debian("/dev/pts/7");
        machine.Files.File("/usr/bin/tmux");
        return machine;
    }
}
