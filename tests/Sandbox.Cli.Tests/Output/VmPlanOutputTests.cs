using System.Text.Json;
using Sandbox.Backends.Vm.Images;
using Sandbox.Backends.Vm.Planning;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Output;
using Sandbox.Cli.Tests.Fixtures;
using Sandbox.Core.Plans;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Cli.Tests.Output;

/// <summary>What <c>plan --backend vm</c> prints of the machine.</summary>
public sealed class VmPlanOutputTests
{
    private const string Begin = "\nvirtual machine: QEMU, in the sandbox above\n";

    private static readonly VmMachine Emulated = new()
    {
        Image = new VmImage("/data/images/vm/6.1.0-1-amd64", "6.1.0-1-amd64"),
        Qemu = "/usr/bin/qemu-system-x86_64",
        Processors = 1,
        Memory = 4096,
        Accelerated = false,
    };

    [Fact]
    public void QEMU_s_command_line_is_as_verified()
    {
        LaunchPlan plan = Machines.Debian().Plan("--backend", "vm", "--network", "none");
        string table = PlanTable.Render(plan, PlannedMachine.Of(plan, Emulated));
        int start = table.IndexOf(Begin, StringComparison.Ordinal) + 1;
        Snapshot.Verify(table[start..table.IndexOf("\n\n", start, StringComparison.Ordinal)] + "\n", "plan.vm", "txt");
    }

    [Fact]
    public void The_JSON_has_the_very_words_and_none_without_a_machine()
    {
        LaunchPlan plan = Machines.Debian().Plan("--backend", "vm", "--network", "none");
        JsonElement machine = JsonDocument.Parse(PlanJson.Render(plan, PlannedMachine.Of(plan, Emulated))).RootElement.GetProperty("machine");
        Assert.Equal(VmPlans.Outer(plan, Emulated, default).Arguments, machine.GetProperty("arguments").EnumerateArray().Select(static a => a.GetString()!));
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(PlanJson.Render(plan)).RootElement.GetProperty("machine").ValueKind);
    }

    [Fact]
    public void What_cannot_be_let_into_a_machine_is_said_to_be_impossible()
    {
        Machine machine = Machines.Debian();
        machine.Environment["SSH_AUTH_SOCK"] = "/tmp/ssh-x/agent.1";
        machine.Files.Socket("/tmp/ssh-x/agent.1");
        Assert.Contains("  impossible forward ssh-agent /tmp/ssh-x/agent.1 is a socket or device", PlanTable.Render(machine.Plan("--backend", "vm", "--forward", "ssh-agent")), StringComparison.Ordinal);
        Assert.DoesNotContain("  impossible", PlanTable.Render(machine.Plan("--forward", "ssh-agent")), StringComparison.Ordinal);
    }

    [Fact]
    public void Git_in_a_machine_compares_no_inode_numbers_unless_the_user_says_so()
    {
        string table = PlanTable.Render(Machines.Debian().Plan("--backend", "vm", "--network", "none"));
        Assert.Contains("  GIT_CONFIG_COUNT=1  (virtual machine)\n  GIT_CONFIG_KEY_0=core.checkStat  (virtual machine)\n  GIT_CONFIG_VALUE_0=minimal  (virtual machine)\n", table, StringComparison.Ordinal);
        Assert.DoesNotContain("GIT_CONFIG_COUNT=1", PlanTable.Render(Machines.Debian().Plan("--backend", "vm", "--network", "none", "--env", "GIT_CONFIG_COUNT=0")), StringComparison.Ordinal);
        Assert.DoesNotContain("GIT_CONFIG", PlanTable.Render(Machines.Debian().Plan("--network", "none")), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_kernel_the_plan_says_how_to_get_one_and_starts_nothing()
    {
        using World world = new();
        CliResult result = world.Run("plan", "--backend", "vm", "--network", "none", world.Project, "--", "true").Expect(0);
        Assert.Matches("cannot be started here: .*(image build vm|qemu-system-x86)", result.Plain(result.Output));
        world.AssertUntouched();
    }
}
