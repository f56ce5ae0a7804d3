using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

/// <summary>The second floor follows the mounts: what none of them makes writable may not be written, whatever a mount allows.</summary>
public sealed class LandlockFilesTests
{
    private const LandlockAccess Device = LandlockAccess.MakeBlockDevice | LandlockAccess.MakeCharacterDevice;

    [Fact]
    public void Everything_may_be_read_and_only_writable_trees_written()
    {
        LandlockPlan plan = Machines.Debian().Plan("--ro", "/opt").LandlockFiles!;
        Assert.Equal(new LandlockRule("/", LandlockAccess.Execute | LandlockAccess.ReadFile | LandlockAccess.ReadDirectory), plan.Rules[0]);
        string[] writable = [.. plan.Rules.Where(r => r.Access.HasFlag(LandlockAccess.MakeFile)).Select(r => r.Path)];
        Assert.Equal(["/dev", "/tmp", "/var/tmp", "/run", Machine.Home, Machine.Project], writable);
    }

    [Fact]
    public void Nobody_makes_device_nodes() =>
        Assert.All(Machines.Debian().Plan().LandlockFiles!.Rules, r => Assert.Equal(LandlockAccess.None, r.Access & Device));

    [Fact]
    public void Every_rule_is_a_part_of_what_is_handled_for_every_kernel()
    {
        for (int abi = 2; abi <= 9; abi++)
        {
            Machine machine = Machines.Debian();
            machine.LandlockAbi = abi;
            LandlockPlan plan = machine.Plan("--network", "none").LandlockFiles!;
            Assert.Equal(abi >= 3, plan.Handled.HasFlag(LandlockAccess.Truncate));
            Assert.Equal(abi >= 5, plan.Handled.HasFlag(LandlockAccess.DeviceControl));
            Assert.All(plan.Rules, r => Assert.Equal(LandlockAccess.None, r.Access & ~plan.Handled));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Before_the_second_version_the_mounts_alone_decide(int abi)
    {
        // Version 1 refuses every rename between directories.
        Machine machine = Machines.Debian();
        machine.LandlockAbi = abi;
        Assert.Null(machine.Plan("--network", "none").LandlockFiles);
    }

    [Fact]
    public void Sandboxes_inside_need_mounts_which_it_would_refuse() =>
        Assert.Null(Machines.Debian().Plan(p => p with { AllowNestedUserNamespaces = true }).LandlockFiles);

    [Fact]
    public void Root_may_write_nothing_below_proc_and_others_what_is_their_own()
    {
        Assert.Contains(Machines.Debian().Plan().LandlockFiles!.Rules, r => r.Path == "/proc" && r.Access.HasFlag(LandlockAccess.WriteFile) && !r.Access.HasFlag(LandlockAccess.MakeFile));
        Assert.DoesNotContain(LandlockPart.Of([new ProcMount { Target = "/proc", Reason = "kernel" }], 7, nested: false, uid: 0)!.Rules, r => r.Path == "/proc");
    }

    [Fact]
    public void A_tree_inside_a_writable_one_needs_no_rule_and_a_relocked_one_gets_none()
    {
        LandlockPlan plan = LandlockPart.Of(
            [
                new TmpfsMount { Target = "/a", Size = 1, Reason = "test" },
                new BindMount { Target = "/a/b", Source = "/b", Writable = true, Reason = "test" },
                new TmpfsMount { Target = "/c", Size = 1, Reason = "test" },
                new RelockMount { Target = "/c", Reason = "test" },
                new BindMount { Target = "/d", Source = "/d", Writable = true, IsFile = true, Reason = "test" },
            ],
            7,
            nested: false,
            uid: 1000)!;
        Assert.Equal(["/", "/a", "/d"], plan.Rules.Select(r => r.Path));
        Assert.Equal(LandlockAccess.Execute | LandlockAccess.ReadFile | LandlockAccess.WriteFile | LandlockAccess.Truncate, plan.Rules[2].Access);
    }
}
