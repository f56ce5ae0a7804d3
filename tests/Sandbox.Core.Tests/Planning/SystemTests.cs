using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

/// <summary>The host's system as far as the sandbox sees it.</summary>
public sealed class SystemTests
{
    [Fact]
    public void Merged_directories_stay_the_links_they_are()
    {
        SymlinkEntry bin = Assert.Single(Machines.Debian().Plan().Mounts.OfType<SymlinkEntry>(), m => m.Target == "/bin");
        Assert.Equal("usr/bin", bin.LinkTarget);
    }

    [Fact]
    public void Real_directories_are_bound_read_only() =>
        Assert.All(
            Machines.SplitUsr().Plan().Mounts.OfType<BindMount>().Where(m => m.Reason == "system"),
            m => Assert.True(m is { Writable: false, Recursive: true }, m.Target));

    [Fact]
    public void A_shell_is_bash_where_there_is_one_and_sh_elsewhere()
    {
        Assert.Equal(["/bin/bash"], Machines.Debian().Plan(invocation: new Core.Planning.RunShell(null)).Arguments);
        LaunchPlan nix = Machines.NixOs().Plan(invocation: new Core.Planning.RunShell(null));
        Assert.Equal(["/bin/sh"], nix.Arguments);
        Assert.Equal("/bin/sh", nix.Environment.Single(v => v.Name == "SHELL").Value);
        Assert.Contains(":/bin/sh\n", Text(nix, "/etc/passwd"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_etc_that_only_root_may_read_is_shared() =>
        Assert.DoesNotContain(Machines.DebianRoot().Plan().Mounts, m => m.Target is "/etc/shadow");

    [Fact]
    public void Certificates_are_shared_and_the_private_keys_beside_them_are_not()
    {
        IReadOnlyList<PlannedMount> mounts = Machines.DebianRoot().Plan().Mounts;
        Assert.Contains(mounts, m => m is BindMount { Target: "/etc/ssl/certs", Writable: false });
        Assert.DoesNotContain(mounts.OfType<BindMount>(), m => Paths.IsWithin("/etc/ssl/private", m.Source));
    }

    [Fact]
    public void What_the_kernel_does_not_have_is_not_masked() =>
        Assert.Equal(
            ["/proc/kcore", "/proc/sysrq-trigger", "/proc/acpi"],
            Machines.Debian().Plan().Mounts.OfType<MaskMount>().Where(m => m.Reason == "kernel").Select(m => m.Target));

    [Fact]
    public void The_host_s_users_are_not_listed_inside()
    {
        string passwd = Text(Machines.Debian().Plan(), "/etc/passwd");
        Assert.Equal(
            "root:x:0:0:root:/nonexistent:/usr/sbin/nologin\nada:x:1000:1000::/home/ada:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
            passwd);
    }

    [Fact]
    public void Root_is_listed_once() =>
        Assert.Equal(1, Text(Machines.DebianRoot().Plan(), "/etc/passwd").Split('\n').Count(l => l.StartsWith("root:", StringComparison.Ordinal)));

    [Theory]
    [InlineData("/home/a:b:c")]
    [InlineData("/home/ada\neve:x:0:0::/:/bin/sh")]
    public void A_home_directory_s_name_cannot_forge_a_user(string home)
    {
        Machine machine = new() { HomeDirectory = home };
        machine.Files.Directories(home, Machine.Project);
        Assert.All(Text(machine.Plan(), "/etc/passwd").Split('\n', StringSplitOptions.RemoveEmptyEntries), l => Assert.Equal(7, l.Split(':').Length));
        Assert.Contains("ada:x:1000:1000::/:/bin/sh\n", Text(machine.Plan(), "/etc/passwd"), StringComparison.Ordinal);
        Assert.Contains(machine.Plan().Environment, v => v.Name == "HOME" && v.Value == home);
    }

    [Fact]
    public void Without_a_network_the_host_s_names_and_resolvers_stay_outside()
    {
        LaunchPlan plan = Machines.Debian().Plan("--network", "none");
        Assert.DoesNotContain("192.0.2.7", Text(plan, "/etc/hosts"), StringComparison.Ordinal);
        Assert.Empty(Text(plan, "/etc/resolv.conf"));
        Assert.Contains("192.0.2.7", Text(Machines.Debian().Plan("--network", "host"), "/etc/hosts"), StringComparison.Ordinal);
    }

    [Fact]
    public void With_an_allow_list_the_only_resolver_is_the_launchers_own()
    {
        LaunchPlan plan = Machines.Debian().Plan("--network", "allowlist");
        Assert.Equal("nameserver 10.0.2.3\noptions timeout:5 attempts:1\n", Text(plan, "/etc/resolv.conf"));
        Assert.DoesNotContain("192.0.2.7", Text(plan, "/etc/hosts"), StringComparison.Ordinal);
    }

    private static string Text(LaunchPlan plan, string path) =>
        System.Text.Encoding.UTF8.GetString(Assert.Single(plan.Mounts.OfType<FileEntry>(), f => f.Target == path).Contents.Span);

    private static int Index(IReadOnlyList<PlannedMount> mounts, Predicate<PlannedMount> match) => mounts.ToList().FindIndex(match);
}
