using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

/// <summary>Limits are planned by control group where one may be made, else by rlimit, and never silently weaker.</summary>
public sealed class LimitsTests
{
    private static readonly CgroupFacts First = new(
        1,
        [new CgroupPlace("/sys/fs/cgroup/memory/a", ["memory"]), new CgroupPlace("/sys/fs/cgroup/pids", ["pids"]), new CgroupPlace("/sys/fs/cgroup/cpu,cpuacct", ["cpu"])],
        null);

    [Fact]
    public void By_default_three_quarters_of_the_memory_and_4096_processes()
    {
        LaunchPlan plan = Machines.Debian().Plan();
        Assert.Equal((16L << 30) / 100 * 75, plan.Resources.Memory);
        Assert.Equal((4096, null), (plan.Resources.Processes, plan.Resources.Cpus));
        Assert.Empty(plan.Notices);
    }

    [Theory]
    [InlineData(128, 96)]
    [InlineData(1, 1)]
    [InlineData(int.MaxValue, int.MaxValue - (int.MaxValue / 4))]
    [InlineData(0, 0)]
    public void Of_inotify_a_quarter_is_left_to_the_host(int most, int limit)
    {
        Machine machine = Machines.Debian();
        machine.MostInotifyInstances = most;
        Assert.Equal(limit, machine.Plan().Resources.InotifyInstances);
        Assert.Equal(6144, machine.Plan().Resources.InotifyWatches);
    }

    [Fact]
    public void Version_2_has_one_group_with_all_of_them() => Assert.Equal(
        ["/sys/fs/cgroup/app: memory.max=2147483648 memory.swap.max=0 pids.max=100 cpu.max=150000 100000"],
        Groups(Machines.Debian().Plan("--memory", "2G", "--pids", "100", "--cpus", "1.5")));

    [Fact]
    public void Version_1_has_one_group_in_each_hierarchy()
    {
        Machine machine = Machines.Debian();
        machine.Cgroups = First;
        Assert.Equal(
            [
                "/sys/fs/cgroup/memory/a: memory.limit_in_bytes=536870912 memory.memsw.limit_in_bytes=536870912",
                "/sys/fs/cgroup/pids: pids.max=100",
                "/sys/fs/cgroup/cpu,cpuacct: cpu.cfs_period_us=100000 cpu.cfs_quota_us=50000",
            ],
            Groups(machine.Plan("--memory", "512M", "--pids", "100", "--cpus", "0.5")));
    }

    [Fact]
    public void Without_a_control_group_processes_are_limited_by_rlimit_and_the_rest_is_said()
    {
        LaunchPlan plan = Without().Plan();
        Assert.Null(plan.Resources.Cgroup);
        Assert.Equal(["core 0 0", "nproc 4096 4096"], Limits(plan));
        Assert.Equal(
            "limits: memory is not limited, at most 4096 processes by rlimit (no control group is delegated to this user; `claude-sandbox doctor` says more)",
            Assert.Single(plan.Notices));
    }

    [Fact]
    public void What_was_asked_for_and_is_weaker_is_named()
    {
        LaunchPlan plan = Without().Plan("--memory", "1G", "--cpus", "2", "--pids", "50");
        Assert.Equal(["core 0 0", "nproc 50 50", "data 1073741824 1073741824"], Limits(plan));
        Assert.Contains("--memory holds for each process, not for all together, --cpus is not enforced, at most 50 processes by rlimit", Assert.Single(plan.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void An_rlimit_is_never_above_the_callers()
    {
        Machine machine = Without();
        machine.MostProcesses = 1000;
        Assert.Contains("nproc 1000 1000", Limits(machine.Plan()));
    }

    [Fact]
    public void The_kernel_never_counts_the_processes_of_root_so_none_is_claimed()
    {
        Machine machine = Machines.DebianRoot();
        machine.Cgroups = CgroupFacts.Nowhere;
        LaunchPlan plan = machine.Plan();
        Assert.Equal(["core 0 0"], Limits(plan));
        Assert.Null(plan.Resources.Processes);
        Assert.Contains(plan.Notices, n => n.Contains("the number of processes is not limited", StringComparison.Ordinal));
    }

    [Fact]
    public void Limits_that_are_required_and_cannot_be_held_are_refused()
    {
        Assert.StartsWith("CS202 --require-limits: memory is not limited", Without().Refusal("--require-limits", "yes"), StringComparison.Ordinal);
        Assert.Empty(Machines.Debian().Plan("--require-limits", "yes").Notices);
        Assert.Empty(Without().Plan("--require-limits", "yes", "--memory", "none", "--pids", "none").Notices);
    }

    [Fact]
    public void One_missing_controller_leaves_the_others()
    {
        Machine machine = Machines.Debian();
        machine.Cgroups = new CgroupFacts(2, [new CgroupPlace("/sys/fs/cgroup/app", ["memory", "pids"])], "no control group with cpu is delegated to this user");
        LaunchPlan plan = machine.Plan("--cpus", "1");
        Assert.Equal((LimitMeans.Cgroup, LimitMeans.Cgroup, LimitMeans.None), (plan.Resources.MemoryBy, plan.Resources.ProcessesBy, plan.Resources.CpusBy));
        Assert.Contains("--cpus is not enforced (no control group with cpu", Assert.Single(plan.Notices), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1G", 1L << 30)]
    [InlineData("10%", 1_717_986_918L)]
    [InlineData(null, 8L << 30)]
    public void Private_places_have_the_size_that_is_asked_for(string? word, long bytes)
    {
        LaunchPlan plan = word is null ? Machines.Debian().Plan() : Machines.Debian().Plan("--tmp-size", word);
        Assert.All(plan.Mounts.OfType<TmpfsMount>().Where(m => m.Target is "/tmp" or "/var/tmp" or Machine.Home), m => Assert.InRange(m.Size, bytes - 1, bytes));
        Assert.Equal(Math.Min(1L << 30, bytes), plan.Mounts.OfType<TmpfsMount>().Single(m => m.Target == "/dev/shm").Size);
    }

    [Fact]
    public void On_a_small_machine_they_have_half_of_its_memory()
    {
        Machine machine = Machines.Debian();
        machine.MemoryBytes = 2L << 30;
        Assert.Equal(1L << 30, machine.Plan().Mounts.OfType<TmpfsMount>().Single(m => m.Target == "/tmp").Size);
    }

    [Theory]
    [InlineData("--memory", "")]
    [InlineData("--memory", "15M")]
    [InlineData("--memory", "1X")]
    [InlineData("--memory", "-1G")]
    [InlineData("--memory", "101%")]
    [InlineData("--memory", "1e3G")]
    [InlineData("--memory", "99999999999T")]
    [InlineData("--memory", "iB")]
    [InlineData("--cpus", "0")]
    [InlineData("--cpus", "1.555")]
    [InlineData("--cpus", "1,5")]
    [InlineData("--cpus", "1025")]
    [InlineData("--pids", "7")]
    [InlineData("--pids", "4194305")]
    [InlineData("--pids", "1.5")]
    [InlineData("--tmp-size", "none")]
    [InlineData("--tmp-size", "0")]
    public void What_is_no_limit_is_refused_with_what_to_write(string option, string value) =>
        Assert.Matches($"^CS102 {option} .*: use a ", Machines.Debian().Refusal(option, value));

    [Theory]
    [InlineData("1048576", 1048576)]
    [InlineData("1k", 1024)]
    [InlineData("1.5G", 1610612736)]
    [InlineData("2GiB", 2147483648)]
    [InlineData("25%", 250)]
    public void Sizes_are_binary(string word, long bytes) => Assert.Equal(bytes, LimitWords.Bytes(word, 1000));

    private static Machine Without()
    {
        Machine machine = Machines.Debian();
        machine.Cgroups = new CgroupFacts(0, [], "no control group is delegated to this user");
        return machine;
    }

    private static IEnumerable<string> Limits(LaunchPlan plan) => plan.Limits.Select(l => $"{l.Name} {l.Soft} {l.Hard}");

    private static IEnumerable<string> Groups(LaunchPlan plan) =>
        plan.Resources.Cgroup!.Groups.Select(g => $"{g.Parent}: {string.Join(' ', g.Settings.Select(s => $"{s.File}={s.Value}"))}");
}
