using Sandbox.Linux.Cgroups;

namespace Sandbox.Linux.Tests.Cgroups;

/// <summary>Where groups may be made on machines that are not at hand: fake trees of both versions.</summary>
public sealed class CgroupProbeTests
{
    private const string Scope = "/user.slice/user-1000.slice/user@1000.service/app.slice/app-terminal.scope";

    [Fact]
    public void A_desktop_user_of_version_2_may_use_the_nearest_group_that_hands_controllers_down()
    {
        Tree tree = new()
        {
            Texts =
            {
                ["/cg/cgroup.controllers"] = "cpuset cpu io memory pids\n",
                [$"/cg{Scope}/cgroup.subtree_control"] = "\n",
                ["/cg/user.slice/user-1000.slice/user@1000.service/app.slice/cgroup.subtree_control"] = "memory pids\n",
                ["/cg/user.slice/user-1000.slice/cgroup.subtree_control"] = "cpu memory pids\n",
            },
            Writable = { $"/cg{Scope}", $"/cg{Scope}/cgroup.procs", "/cg/user.slice/user-1000.slice/user@1000.service/app.slice", "/cg/user.slice/user-1000.slice/user@1000.service/app.slice/cgroup.procs" },
        };
        Assert.Equal(["2: memory pids in /cg/user.slice/user-1000.slice/user@1000.service/app.slice"], Words(tree, $"0::{Scope}\n"));
    }

    [Fact]
    public void A_session_that_only_root_may_move_processes_in_has_none()
    {
        Tree tree = new()
        {
            Texts =
            {
                ["/cg/cgroup.controllers"] = "cpu memory pids\n",
                ["/cg/user.slice/user-1000.slice/cgroup.subtree_control"] = "memory pids\n",
                ["/cg/cgroup.subtree_control"] = "memory pids\n",
            },
        };
        CgroupFinding finding = new CgroupProbe(tree, "/cg").Find("0::/user.slice/user-1000.slice/session-3.scope\n");
        Assert.Equal((2, 0), (finding.Version, finding.Directories.Count));
    }

    [Fact]
    public void A_directory_whose_processes_may_not_be_moved_is_passed_over()
    {
        Tree tree = new()
        {
            Texts = { ["/cg/cgroup.controllers"] = "memory\n", ["/cg/a/cgroup.subtree_control"] = "memory pids\n", ["/cg/cgroup.subtree_control"] = "cpu memory pids\n" },
            Writable = { "/cg/a", "/cg", "/cg/cgroup.procs" },
        };
        Assert.Equal(["2: memory pids cpu in /cg"], Words(tree, "0::/a/b\n"));
    }

    [Fact]
    public void Root_of_version_2_uses_the_slice_above_its_session()
    {
        Tree tree = new(everything: true)
        {
            Texts = { ["/cg/cgroup.controllers"] = "cpu memory pids\n", ["/cg/user.slice/user-0.slice/cgroup.subtree_control"] = "memory pids\n" },
        };
        Assert.Equal(["2: memory pids in /cg/user.slice/user-0.slice"], Words(tree, "0::/user.slice/user-0.slice/session-1.scope\n"));
    }

    [Fact]
    public void Version_1_has_a_directory_in_each_hierarchy_below_the_callers_own_group()
    {
        Tree tree = new() { Writable = { "/cg/memory/job/7", "/cg/pids", "/cg/cpu,cpuacct" } };
        Assert.Equal(
            ["1: cpu in /cg/cpu,cpuacct", "1: pids in /cg/pids", "1: memory in /cg/memory/job/7"],
            Words(tree, "12:cpu,cpuacct:/\n9:name=systemd:/\n8:pids:/\n5:devices:/\n4:memory:/job/7\n0::/\n"));
    }

    [Fact]
    public void A_hierarchy_that_is_mounted_by_one_name_only_is_found()
    {
        Tree tree = new() { Writable = { "/cg/cpu/a" } };
        Assert.Equal(["1: cpu in /cg/cpu/a"], Words(tree, "1:cpuacct,cpu:/a\n"));
    }

    [Fact]
    public void On_a_hybrid_machine_version_2_without_controllers_does_not_count()
    {
        Tree tree = new(everything: true);
        Assert.All(Words(tree, "8:pids:/\n4:memory:/\n0::/x\n"), w => Assert.StartsWith("1: ", w, StringComparison.Ordinal));
        Tree nobody = new() { Texts = { ["/cg/unified/x/cgroup.subtree_control"] = "hugetlb\n" } };
        Assert.Empty(new CgroupProbe(nobody, "/cg").Find("8:pids:/\n4:memory:/\n0::/x\n").Directories);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("nonsense")]
    [InlineData("1:memory\n::\n:memory:\n")]
    [InlineData("0::")]
    public void Nonsense_is_nowhere(string own) => Assert.Empty(new CgroupProbe(new Tree(), "/cg").Find(own).Directories);

    [Fact]
    public void The_root_of_a_container_has_none_when_it_hands_nothing_down()
    {
        Tree tree = new(everything: true) { Texts = { ["/cg/cgroup.controllers"] = "cpu memory pids\n", ["/cg/cgroup.subtree_control"] = "\n" } };
        Assert.Empty(new CgroupProbe(tree, "/cg").Find("0::/\n").Directories);
    }

    private static IEnumerable<string> Words(Tree tree, string own)
    {
        CgroupFinding finding = new CgroupProbe(tree, "/cg").Find(own);
        return finding.Directories.Select(d => $"{finding.Version}: {string.Join(' ', d.Controllers)} in {d.Path}");
    }

    private sealed class Tree(bool everything = false) : ICgroupFiles
    {
        public Dictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Writable { get; } = new(StringComparer.Ordinal);

        public string? Read(string file) => Texts.GetValueOrDefault(file);

        public bool CanMake(string directory) => everything || Writable.Contains(directory);

        public bool CanChange(string file) => everything || Writable.Contains(file);
    }
}
