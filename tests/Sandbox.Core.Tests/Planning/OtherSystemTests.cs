using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

/// <summary>--rootfs and --nixos-system: another system in place of this machine's.</summary>
public sealed class OtherSystemTests
{
    private const string Root = "/srv/root";
    private const string System = "/nix/store/cccc-nixos-system-box-24.11";

    [Fact]
    public void Programs_libraries_and_etc_are_the_other_trees()
    {
        LaunchPlan plan = Rootfs().Plan(p => p with { Rootfs = Root });
        Assert.Equal(Root + "/usr", Assert.Single(plan.Mounts.OfType<BindMount>(), static m => m.Target == "/usr").Source);
        Assert.Equal("usr/bin", Assert.Single(plan.Mounts.OfType<SymlinkEntry>(), static m => m.Target == "/bin").LinkTarget);
        Assert.Equal(Root + "/etc/ssl/certs", Assert.Single(plan.Mounts.OfType<BindMount>(), static m => m.Target == "/etc/ssl/certs").Source);
        Assert.All(plan.Mounts.OfType<BindMount>().Where(static m => m.Reason is "system" or "etc"), static m => Assert.True(Paths.IsWithin(m.Source, Root) && !m.Writable, m.Source));
    }

    [Fact]
    public void A_link_that_leads_out_of_the_tree_shows_nothing_of_this_machine() =>
        Assert.DoesNotContain(Rootfs().Plan(p => p with { Rootfs = Root }).Mounts, static m => m.Target == "/etc/os-release");

    [Fact]
    public void The_shell_is_the_other_systems() =>
        Assert.Equal(["/bin/sh"], Rootfs().Plan(p => p with { Rootfs = Root }, new RunShell(null)).Arguments);

    [Theory]
    [InlineData("/nowhere", "CS104 --rootfs /nowhere: no such directory")]
    [InlineData("/", "CS104 --rootfs /: that is this machine's own system")]
    [InlineData("/var", "CS104 --rootfs /var: no usr directory in it")]
    [InlineData("/etc/hosts", "CS104 --rootfs /etc/hosts: no such directory")]
    public void What_is_no_system_is_refused(string path, string words) =>
        Assert.StartsWith(words, Assert.Single(Rootfs().Refusals(p => p with { Rootfs = path })), StringComparison.Ordinal);

    [Fact]
    public void One_without_a_shell_that_anybody_may_write_or_that_is_writable_inside_is_refused()
    {
        Machine machine = Rootfs();
        machine.Files.Directories("/srv/bare/usr/bin", Machine.Project + "/root/usr", "/data/root/usr")
            .File("/srv/open/bin/sh").Add("/srv/open/usr", PathKind.Directory, static e => e with { Mode = 0b111_111_111 })
            .File(Machine.Project + "/root/bin/sh").File("/data/root/bin/sh");
        string Refusal(string path) => Assert.Single(machine.Refusals(p => p with { Rootfs = path, Paths = [new PathGrant("/data", true)] }));

        Assert.StartsWith("CS104 --rootfs /srv/bare: no /bin/sh in it", Refusal("/srv/bare"), StringComparison.Ordinal);
        Assert.StartsWith("CS104 --rootfs /srv/open: everybody on this machine may write it", Refusal("/srv/open"), StringComparison.Ordinal);
        Assert.StartsWith($"CS104 --rootfs {Machine.Project}/root: it lies in {Machine.Project}, which is writable inside", Refusal(Machine.Project + "/root"), StringComparison.Ordinal);
        Assert.StartsWith("CS104 --rootfs /data/root: it lies in /data, which is writable inside", Refusal("/data/root"), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_is_shared_read_only_may_be_used() =>
        Assert.NotEmpty(Rootfs().Plan(p => p with { Rootfs = Root, Paths = [new PathGrant("/srv", false)] }).Mounts);

    [Fact]
    public void A_nixos_system_is_its_store_with_the_links_that_nobody_made()
    {
        LaunchPlan plan = Nixos().Plan(p => p with { NixosSystem = "/result" });
        Dictionary<string, string> links = plan.Mounts.OfType<SymlinkEntry>().Where(static m => m.Reason == "system").ToDictionary(static m => m.Target, static m => m.LinkTarget, StringComparer.Ordinal);
        Assert.Equal($"{System}/sw/bin/sh", links["/bin/sh"]);
        Assert.Equal($"{System}/sw/bin/env", links["/usr/bin/env"]);
        Assert.Equal($"{System}/sw/share/nix-ld/lib/ld.so", links["/lib64/ld-linux-x86-64.so.2"]);
        Assert.DoesNotContain("/usr/bin/bash", links.Keys);
        Assert.Contains(plan.Mounts, static m => m is BindMount { Target: "/nix/store", Writable: false });
        Assert.DoesNotContain(plan.Mounts, static m => m is BindMount { Target: "/usr" });
        Assert.StartsWith($"{Machine.Home}/.local/bin:{System}/sw/bin:", plan.Environment.Single(static v => v.Name == "PATH").Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/srv/root")]
    [InlineData("/nix/store/dddd-hello")]
    [InlineData("/nowhere")]
    public void What_is_no_nixos_system_is_refused(string path) =>
        Assert.StartsWith($"CS104 --nixos-system {path}: not a NixOS system", Assert.Single(Nixos().Refusals(p => p with { NixosSystem = path })), StringComparison.Ordinal);

    [Fact]
    public void The_two_exclude_each_other() =>
        Assert.Contains(Nixos().Refusals(p => p with { NixosSystem = System, Rootfs = Root }), static f => f.Contains("exclude each other", StringComparison.Ordinal));

    private static Machine Rootfs()
    {
        Machine machine = Machines.Debian();
        machine.Files.Directories(Root + "/usr/bin", Root + "/etc/ssl/certs", "/var").File(Root + "/usr/bin/sh").Link(Root + "/bin", "usr/bin").Link(Root + "/etc/os-release", "/etc/hosts");
        return machine;
    }

    private static Machine Nixos()
    {
        Machine machine = Machines.Debian();
        machine.Files.File(System + "/sw/bin/sh").File(System + "/sw/bin/env").File(System + "/sw/share/nix-ld/lib/ld.so").Directories("/nix/store/dddd-hello/bin", Root + "/usr").Link("/result", System);
        return machine;
    }
}
