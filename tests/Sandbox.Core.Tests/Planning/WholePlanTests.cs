using Sandbox.Core.Plans;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

/// <summary>Whole plans: what is mounted, in which order and why.</summary>
public sealed class WholePlanTests
{
    [Fact]
    public void The_default_policy_on_a_merged_usr_system() => Verify(Machines.Debian().Plan(), "plan.default");

    [Fact]
    public void The_default_policy_for_root() => Verify(Machines.DebianRoot().Plan(), "plan.root");

    [Fact]
    public void The_default_policy_where_bin_and_lib_are_directories_of_their_own() => Verify(Machines.SplitUsr().Plan(), "plan.split-usr");

    [Fact]
    public void The_default_policy_where_everything_is_in_the_nix_store() => Verify(Machines.NixOs().Plan(), "plan.nixos");

    [Fact]
    public void A_plan_with_a_bit_of_everything()
    {
        Machine machine = Machines.Debian();
        machine.Environment["SSH_AUTH_SOCK"] = "/tmp/ssh-x/agent.1";
        machine.Files.Socket("/tmp/ssh-x/agent.1").Directories("/data/models", Machine.Home + "/cache", Machine.Project + "/.claude/worktrees", Machine.Project + "/.vscode");
        Verify(
            machine.Plan("--network", "none", "--ro", "/data/models", "--rw", Machine.Home + "/cache", "--forward", "ssh-agent", "--env", "KEY=value", "--allow-write", ".vscode"),
            "plan.mixed");
    }

    [Fact]
    public void The_same_policy_and_machine_give_the_same_plan() =>
        Assert.Equal(PlanText.Of(Machines.Debian().Plan()), PlanText.Of(Machines.Debian().Plan()));

    [Fact]
    public void A_terminal_becomes_dev_console()
    {
        Machine machine = new() { Terminal = "/dev/pts/3" };
        machine.Files.Directories(Machine.Home, Machine.Project);
        BindMount console = Assert.Single(machine.Plan().Mounts.OfType<BindMount>(), m => m.Target == "/dev/console");
        Assert.Equal("/dev/pts/3", console.Source);
        Assert.True(console is { IsFile: true, AllowDevices: true });
    }

    private static void Verify(LaunchPlan plan, string name) => Snapshot.Verify(PlanText.Of(plan), name, "txt");
}
