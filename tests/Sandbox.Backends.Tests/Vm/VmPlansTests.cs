using Sandbox.Backends.Tests.Native;
using Sandbox.Backends.Vm.Images;
using Sandbox.Backends.Vm.Planning;
using Sandbox.Core.Network;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Core.Secrets;

namespace Sandbox.Backends.Tests.Vm;

/// <summary>One plan becomes QEMU's sandbox outside and the payload's inside.</summary>
public sealed class VmPlansTests
{
    private static readonly VmMachine Emulated = new()
    {
        Image = new VmImage("/data/images/vm/6.1.0-1-amd64", "6.1.0-1-amd64"),
        Qemu = "/usr/bin/qemu-system-x86_64",
        Processors = 2,
        Memory = 1024,
        Accelerated = false,
    };

    private static readonly LaunchPlan Plan = SamplePlan.With(
        new BindMount { Source = "/usr", Target = "/usr", Reason = "system" },
        new FileEntry { Target = "/etc/resolv.conf", Contents = "nameserver"u8.ToArray(), Reason = "etc" },
        new TmpfsMount { Target = "/home/ada", Size = 1 << 20, Reason = "home" },
        new FileEntry { Target = "/home/ada/.claude/.credentials.json", Contents = "secret"u8.ToArray(), Reason = "agent home" },
        new BindMount { Source = "/dev/null", Target = "/dev/null", IsFile = true, AllowDevices = true, Reason = "kernel" },
        new BindMount { Source = "/srv/agent, 2", Target = "/home/ada/agent, 2", Reason = "agent" },
        new BindMount { Source = "/work", Target = "/work", Writable = true, Identity = (1, 2), Reason = "project" },
        new SelfMount { Target = "/work/.claude", Reason = "protect" },
        new RelockMount { Target = "/", Reason = "system" }) with
    {
        Network = NetworkMode.AllowList,
        Capture = new CapturePlan { NamedPorts = [443] },
        CredentialFile = true,
        Environment = [new PlannedVariable { Name = "ANTHROPIC_API_KEY", Secret = Secret.FromBytes("secret"u8), Reason = "credential" }],
        Placeholders = [new Placeholder("/work/.claude")],
        LandlockFiles = new LandlockPlan(7, LandlockAccess.None, []),
        Limits = [new ResourceLimit("core", 0, 0), new ResourceLimit("nproc", 100, 100)],
    };

    [Fact]
    public void QEMU_s_command_line_is_this() =>
        Snapshot.Verify(string.Join('\n', VmPlans.Outer(Plan with { Published = [Publish("8080:80"), Publish("8081:80")] }, Emulated, default).Arguments) + "\n", "qemu-allow-list", "txt");

    [Fact]
    public void Without_a_network_there_is_no_interface()
    {
        IReadOnlyList<string> arguments = VmPlans.Outer(Plan with { Network = NetworkMode.None, Capture = null }, Emulated, default).Arguments;
        Assert.DoesNotContain(arguments, static a => a.Contains("net", StringComparison.Ordinal) && !a.Contains("virt", StringComparison.Ordinal) && a != "-nodefaults");
        Assert.DoesNotContain("-netdev", arguments);
    }

    [Fact]
    public void A_comma_in_a_path_does_not_end_an_option() =>
        Assert.Contains("local,id=kept0,path=/home/ada/agent,, 2,security_model=none,multidevs=remap", VmPlans.Outer(Plan, Emulated, default).Arguments);

    [Fact]
    public void QEMU_sees_the_plan_s_tree_with_its_protections_and_none_of_the_payload_s_secrets()
    {
        LaunchPlan outer = VmPlans.Outer(Plan, Emulated, new byte[] { 1 });

        Assert.Contains(outer.Mounts, static m => m is SelfMount { Target: "/work/.claude", Writable: false });
        Assert.Contains(outer.Mounts, static m => m is BindMount { Target: "/work", Identity: (1, 2) });
        Assert.DoesNotContain(outer.Mounts, static m => m is FileEntry { Target: "/home/ada/.claude/.credentials.json" });
        Assert.False(outer.HasCredentials);
        Assert.Equal(["PATH", "TMPDIR"], outer.Environment.Select(static v => v.Name));
        Assert.IsType<RelockMount>(outer.Mounts[^1]);
        Assert.Equal(NetworkMode.AllowList, outer.Network);
        Assert.NotNull(outer.Capture);
    }

    [Fact]
    public void The_device_of_the_processor_s_virtualisation_is_there_only_when_it_is_used()
    {
        Assert.DoesNotContain(VmPlans.Outer(Plan, Emulated, default).Mounts, static m => m.Target == "/dev/kvm");
        LaunchPlan accelerated = VmPlans.Outer(Plan, Emulated with { Accelerated = true }, default);
        Assert.Contains(accelerated.Mounts, static m => m is BindMount { Target: "/dev/kvm", AllowDevices: true });
        Assert.Contains("kvm", accelerated.Arguments);
    }

    [Fact]
    public void Inside_every_source_is_where_its_target_is_and_devices_are_the_machine_s_own()
    {
        LaunchPlan inner = VmPlans.Inner(Plan, Emulated.Image, terminal: false);

        Assert.All(inner.Mounts.OfType<BindMount>(), static b =>
        {
            Assert.Equal(b.Target, b.Source);
            Assert.Null(b.Identity);
        });
        Assert.True(inner.HasCredentials);
        Assert.Equal((NetworkMode.Host, (CapturePlan?)null), (inner.Network, inner.Capture));
        Assert.Empty(inner.Placeholders);
        Assert.Equal(2, inner.LandlockFiles!.Abi);
        Assert.False(inner.LandlockScopes);
        Assert.Contains(inner.Limits, static l => l.Name == "nproc");
    }

    [Fact]
    public void A_terminal_of_the_machine_s_has_a_name_inside()
    {
        LaunchPlan plan = SamplePlan.With(new DevptsMount { Target = "/dev/pts", Reason = "kernel" });
        Assert.Contains(VmPlans.Inner(plan, Emulated.Image, terminal: true).Mounts, static m => m is BindMount { Source: "/dev/pts/0", Target: "/dev/console", AllowDevices: true });
        Assert.Single(VmPlans.Inner(plan, Emulated.Image, terminal: false).Mounts);
    }

    [Fact]
    public void Without_a_network_inside_has_one_of_its_own_with_nothing_in_it() =>
        Assert.Equal(NetworkMode.None, VmPlans.Inner(Plan with { Network = NetworkMode.None, Capture = null }, Emulated.Image, terminal: false).Network);

    [Theory]
    [InlineData("5.10.0-1-amd64", 0)]
    [InlineData("6.1.0-56-amd64", 2)]
    [InlineData("6.12.9+deb13-amd64", 6)]
    [InlineData("nonsense", 0)]
    public void The_kernel_s_release_tells_what_Landlock_can_do(string release, int abi) => Assert.Equal(abi, new VmImage("/x", release).LandlockAbi);

    private static PublishRule Publish(string text)
    {
        Assert.True(PublishRule.TryParse(text, out PublishRule? rule, out string problem), problem);
        return rule;
    }
}
