using System.Text;
using Sandbox.Backends.Tests.Native;
using Sandbox.Backends.Vm.Images;
using Sandbox.Backends.Vm.Planning;
using Sandbox.Core.Network;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Core.Secrets;

namespace Sandbox.Backends.Tests.Vm;

/// <summary>CL-22 and CL-01: QEMU's command line, for whatever is asked for.</summary>
public sealed class QemuArgumentsTests
{
    private const string Canary = "CANARY-7f3a9c d/?&";

    private static readonly string[] Spellings =
    [
        Canary, Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary)), Convert.ToHexString(Encoding.UTF8.GetBytes(Canary)), Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Canary)),
        Uri.EscapeDataString(Canary), "CANARY-7f3a9c",
    ];

    public static TheoryData<NetworkMode, bool, int, bool> All()
    {
        TheoryData<NetworkMode, bool, int, bool> all = [];
        foreach (NetworkMode network in Enum.GetValues<NetworkMode>())
        {
            foreach (bool accelerated in (bool[])[false, true])
            {
                foreach (int processors in (int[])[1, 4])
                {
                    foreach (bool published in (bool[])[false, true])
                    {
                        all.Add(network, accelerated, processors, published);
                    }
                }
            }
        }

        return all;
    }

    [Theory, MemberData(nameof(All))]
    public void Every_machine_is_closed_but_for_its_shares_its_link_and_the_captured_network(NetworkMode network, bool accelerated, int processors, bool published)
    {
        IReadOnlyList<string> arguments = Arguments(network, accelerated, processors, published);

        Assert.Contains("-nodefaults", arguments);
        Assert.Contains("-no-user-config", arguments);
        Assert.Equal("on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny", After(arguments, "-sandbox"));
        Assert.Equal("none", After(arguments, "-display"));
        foreach (string forbidden in (string[])["-monitor", "-qmp", "-virtfs", "-drive", "-hda", "-cdrom", "-usb", "-vnc", "-gdb", "-s", "-fw_cfg", "-smbios", "-daemonize", "-runas", "-redir", "-incoming", "-vga", "-nographic"])
        {
            Assert.DoesNotContain(forbidden, arguments);
        }

        // The monitor and the link are sockets without a name that QEMU is born with: nobody of the same user can open them.
        Assert.Equal(["file,id=console,path=/proc/self/fd/2,append=on", "socket,id=monitor,fd=1", "socket,id=link,fd=0"], AllAfter(arguments, "-chardev"));
        Assert.Equal(["chardev=monitor,mode=control"], AllAfter(arguments, "-mon"));
        Assert.All(AllAfter(arguments, "-device"), static d => Assert.Matches("^(virtio-9p-pci|virtio-serial-pci|virtserialport|virtio-net-pci),", d));
        Assert.All(AllAfter(arguments, "-fsdev"), static f => Assert.EndsWith(",security_model=none,multidevs=remap", f, StringComparison.Ordinal));
        Assert.Equal(network == NetworkMode.None ? 0 : 1, AllAfter(arguments, "-netdev").Count);
        Assert.All(AllAfter(arguments, "-netdev"), n => Assert.Equal(published ? "user,id=network,ipv6=off,hostfwd=tcp:127.0.0.1:80-10.0.2.15:80" : "user,id=network,ipv6=off", n));
    }

    [Theory, MemberData(nameof(All))]
    public void No_spelling_of_a_secret_is_on_a_command_line(NetworkMode network, bool accelerated, int processors, bool published)
    {
        string line = string.Join('\0', Arguments(network, accelerated, processors, published));
        Assert.All(Spellings, s => Assert.DoesNotContain(s, line, StringComparison.Ordinal));
    }

    [Fact]
    public void The_search_for_it_finds_what_is_on_the_command_line()
    {
        // The control: the path of a share is there, and may be.
        LaunchPlan plan = SamplePlan.With(new BindMount { Source = "/" + Canary, Target = "/" + Canary, Reason = "system" }) with { Backend = BackendKind.Vm };
        Assert.Contains(Spellings[^1], string.Join('\0', VmPlans.Outer(plan, Machine(false, 1), default).Arguments), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_agent_is_told_and_where_it_works_is_not_on_QEMU_s_command_line()
    {
        IReadOnlyList<string> arguments = VmPlans.Outer(SamplePlan.Bare with { Arguments = ["agent", "-p", Canary, "-monitor"], Hostname = "box,x" }, Machine(false, 1), default).Arguments;
        Assert.DoesNotContain(arguments, static a => a.Contains(Spellings[^1], StringComparison.Ordinal) || a == "-monitor" || a.Contains("box,x", StringComparison.Ordinal));
    }

    [Fact]
    public void The_words_against_speculation_are_left_out_where_the_kernel_is_emulated_and_nowhere_else()
    {
        Assert.Contains("mitigations=off", After(Arguments(NetworkMode.None, accelerated: false, 1, published: false), "-append"), StringComparison.Ordinal);
        Assert.DoesNotContain("mitigations", After(Arguments(NetworkMode.None, accelerated: true, 1, published: false), "-append"), StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Arguments(NetworkMode network, bool accelerated, int processors, bool published)
    {
        Assert.True(PublishRule.TryParse("8080:80", out PublishRule? rule, out _));
        LaunchPlan plan = SamplePlan.With(
            new BindMount { Source = "/usr", Target = "/usr", Reason = "system" },
            new FileEntry { Target = "/home/ada/.claude/.credentials.json", Contents = Encoding.UTF8.GetBytes(Canary), Reason = "agent home" },
            new FileEntry { Target = "/etc/hosts", Contents = Encoding.UTF8.GetBytes(Canary), Reason = "etc" }) with
        {
            Backend = BackendKind.Vm,
            Network = network,
            Capture = network == NetworkMode.AllowList ? new CapturePlan { NamedPorts = [443] } : null,
            Published = published ? [rule!] : [],
            CredentialFile = true,
            Environment =
            [
                new PlannedVariable { Name = "ANTHROPIC_API_KEY", Secret = Secret.FromText(Canary), Reason = "credential" },
                new PlannedVariable { Name = "GIVEN", Value = Canary, Sensitive = true, Reason = "--env" },
            ],
        };
        return VmPlans.Outer(plan, Machine(accelerated, processors), Encoding.UTF8.GetBytes(Canary)).Arguments;
    }

    private static VmMachine Machine(bool accelerated, int processors) => new()
    {
        Image = new VmImage("/data/images/vm/6.1.0-1-amd64", "6.1.0-1-amd64"),
        Qemu = "/usr/bin/qemu-system-x86_64",
        Processors = processors,
        Memory = 1024,
        Accelerated = accelerated,
    };

    private static string After(IReadOnlyList<string> arguments, string option) => Assert.Single(AllAfter(arguments, option));

    private static List<string> AllAfter(IReadOnlyList<string> arguments, string option) =>
        [.. Enumerable.Range(0, arguments.Count - 1).Where(i => arguments[i] == option).Select(i => arguments[i + 1])];
}
