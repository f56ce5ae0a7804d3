using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Ordering;

/// <summary>Which step must come before which, and why; the trace test freezes the order, this says what it is for.</summary>
public sealed class StepOrderTests
{
    private const string FirstMaps = "write(</proc/self:/gid_map>, \"0 100 1";
    private const string SecondMaps = "write(</proc/self:/gid_map>, \"101 0 1";

    [Theory]
    [InlineData("setgroups(0)", "clone(NEWNS", "groups can only be dropped with the caller's own rights")]
    [InlineData("dup3(<monitor>, 3", "openat(AT_FDCWD, \"/proc/self\"", "the plan's descriptor is not kept")]
    [InlineData(FirstMaps, "mount(null, \"/\"", "mounting needs mapped ids")]
    [InlineData(FirstMaps, "clone(PIDFD", "so does the network")]
    [InlineData("move_mount(", "wait4(1002, 2)", "the network is made while the mounts are")]
    [InlineData("wait4(1002, 2)", "setns(<maker>", "it is made before PID 1 goes there")]
    [InlineData("setns(<maker>", "unshare(NEWUSER)", "the second user namespace may not go there")]
    [InlineData("kill(1002, 9)", "wait4(1002, 0)", "a zombie would stay")]
    [InlineData("wait4(1002, 0)", "clone(0", "its maker is gone before the payload is there")]
    [InlineData("openat(AT_FDCWD, \"/proc/self\"", "move_mount(<root>", "the host's /proc is out of reach afterwards")]
    [InlineData("write(</proc/sys/user/max_user_namespaces>, \"1\")", "unshare(NEWUSER)", "the limit counts the second namespace")]
    [InlineData("write(</proc/sys/user/max_user_namespaces>, \"1\")", "move_mount(<root>", "the host's /proc is out of reach afterwards")]
    [InlineData("mount(null, \"/\"", "move_mount(<root>", "no mount of ours may reach the host")]
    [InlineData("openat(AT_FDCWD, \"/\"", "move_mount(<root>", "lookups from it never see what is mounted later")]
    [InlineData("mount_setattr(<root>, \"\"", "fchdir(<root>)", "all mounts are made before the root is switched")]
    [InlineData("fchdir(<root>)", "pivot_root(", "the new root is named by a dot")]
    [InlineData("pivot_root(", "umount2(", "only the old root may go")]
    [InlineData("umount2(", "unshare(NEWUSER)", "the second namespace may not unmount what the first one mounted")]
    [InlineData("unshare(NEWUSER)$", SecondMaps, "the payload gets its own ids back")]
    [InlineData(SecondMaps, "prctl(SET_SECUREBITS", "the maps need a capability")]
    [InlineData("pivot_root(", "prctl(CAPBSET_DROP, 0)", "capabilities are needed until then")]
    [InlineData("prctl(SET_SECUREBITS", "prctl(CAPBSET_DROP, 0)", "secure bits need CAP_SETPCAP")]
    [InlineData("prctl(CAPBSET_DROP, 40)", "capset(0 0 0 0 0 0)", "the bounding set needs CAP_SETPCAP")]
    [InlineData("capset(0 0 0 0 0 0)", "prctl(SET_NO_NEW_PRIVS", "as the design writes it")]
    [InlineData("prctl(SET_NO_NEW_PRIVS", "landlock_restrict_self(", "Landlock needs one of the two")]
    [InlineData("prctl(SET_NO_NEW_PRIVS", "seccomp(", "so does seccomp")]
    [InlineData("prlimit64(", "clone(0", "limits are inherited")]
    [InlineData("landlock_restrict_self(", "clone(0", "so is the Landlock domain")]
    [InlineData("capset(0 0 0 0 0 0)", "prctl(SET_DUMPABLE, 0)", "a change of credentials resets it")]
    [InlineData("capset(0 0 0 0 0 0)", "prctl(SET_PDEATHSIG", "a change of credentials clears it")]
    [InlineData("signalfd4(", "clone(0", "a child that ends at once must be noticed")]
    [InlineData("clone(0", "close_range(4, all)", "PID 1 keeps its descriptors, the payload does not")]
    [InlineData("clone(0", "umask(022)", "the payload has the caller's mask")]
    [InlineData("close_range(4, all)", "chdir(\"/work\")", "no descriptor leads out when the directory is entered")]
    [InlineData("close_range(4, all)", "seccomp(", "nothing but questions after the filter")]
    [InlineData("chdir(\"/work\")", "seccomp(", "nothing but questions after the filter")]
    [InlineData("unshare(NEWUSER) -> E28", "seccomp(", "the filter would answer instead of the kernel")]
    [InlineData("seccomp(", "capget()", "what is verified is what the payload gets")]
    [InlineData("seccomp(", "prctl(GET_SECCOMP", "what is verified is what the payload gets")]
    [InlineData("move_mount(<copy of root:/.mask>", "unlinkat(<root>, \".mask\"", "nothing is attached whose root has no name")]
    [InlineData("unlinkat(<root>, \".mask\"", "mount_setattr(<root>, \"\"", "a read-only root gives up no name")]
    [InlineData("openat(AT_FDCWD, \"/proc/self/mountinfo\"", "clone(0", "what changes after the session's check is an event")]
    [InlineData("openat(AT_FDCWD, \"/proc/self/mountinfo\"", "statfs(", "what changes after the session's check is an event")]
    [InlineData("umount2(", "openat(AT_FDCWD, \"/proc/self/mountinfo\"", "our own changes are no event")]
    [InlineData("timerfd_settime(", "clone(0", "renames are watched from the start")]
    [InlineData("seccomp(", "statfs(", "what is verified is what the payload gets")]
    [InlineData("fstat(<stderr>", "execve(", "no directory of the host is handed over")]
    [InlineData("poll(1023", "execve(", "the check of descriptors is the last step")]
    public void One_step_comes_before_another(string first, string second, string because)
    {
        using FakeKernel kernel = SamplePlans.EverythingKernel();
        Assert.NotNull(kernel.Launch().Executed);
        string[] calls = [.. kernel.Calls.Select(c => c.ToString())];
        int last = Array.FindLastIndex(calls, c => Begins(c + "$", first));
        int next = Array.FindIndex(calls, c => Begins(c + "$", second));
        Assert.True(last >= 0 && next >= 0, $"{first} at {last}, {second} at {next}");
        Assert.True(last < next, $"{first} ({last}) must come before {second} ({next}): {because}");
    }

    [Fact]
    public void In_both_user_namespaces_setgroups_is_denied_before_the_group_is_mapped()
    {
        using FakeKernel kernel = SamplePlans.EverythingKernel();
        Assert.NotNull(kernel.Launch().Executed);
        string[] first = ["setgroups>, \"deny\")", "uid_map>, \"0 1000 1\\x0a\")", "gid_map>, \"0 100 1\\x0a\")"];
        string[] second = ["setgroups>, \"deny\")", "uid_map>, \"1001 0 1\\x0a\")", "gid_map>, \"101 0 1\\x0a\")"];
        Assert.Equal(
            [.. first, .. second],
            kernel.Calls.Select(c => c.Text.Split(":/")).Where(p => p[0] == "write(</proc/self").Select(p => p[1]));
    }

    [Fact]
    public void After_the_filter_only_questions_are_asked_before_the_command_runs()
    {
        using FakeKernel kernel = SamplePlans.EverythingKernel();
        Assert.NotNull(kernel.Launch().Executed);
        string[] after = [.. kernel.Calls.SkipWhile(c => !c.Is("seccomp")).Skip(1).Select(c => c.Text.Split(',')[0])];
        Assert.Equal(
            [
                "capget()", "execve(\"/home/u/bin/tool\"", "execve(\"/usr/bin/tool\"", "fstat(<stderr>)", "fstat(<stdin>)", "fstat(<stdout>)",
                "poll(1023 descriptors", "prctl(CAPBSET_READ", "prctl(GET_NO_NEW_PRIVS", "prctl(GET_SECCOMP", "statfs(\"/srv/a/.git\")",
            ],
            after.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_call_of_a_launch_names_a_descriptor_that_is_closed()
    {
        using FakeKernel kernel = SamplePlans.EverythingKernel();
        Assert.NotNull(kernel.Launch().Executed);
        Assert.DoesNotContain(kernel.Calls, c => c.Text.Contains("<closed", StringComparison.Ordinal));
    }

    [Fact]
    public void The_command_inherits_the_three_standard_descriptors_and_nothing_else()
    {
        using FakeKernel kernel = SamplePlans.EverythingKernel();
        Assert.NotNull(kernel.Launch().Executed);
        Assert.Equal([0L, 1L, 2L], kernel.Open().Keys.Order());
    }

    [Theory]
    [InlineData("clone(PIDFD")]
    [InlineData("setns(")]
    public void The_network_of_the_host_is_left_alone_when_it_is_shared(string call)
    {
        PlanBuilder plan = SamplePlans.Bare();
        plan.Namespaces = PlanBuilder.AllNamespaces & ~Executor.Kernel.C.CLONE_NEWNET;
        using FakeKernel kernel = plan.Kernel();
        Assert.NotNull(kernel.Launch().Executed);
        Assert.DoesNotContain(kernel.Calls, c => c.Text.StartsWith(call, StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_plan_does_not_ask_for_is_not_done()
    {
        PlanBuilder plan = SamplePlans.Bare();
        (plan.Flags, plan.Hostname, plan.FilterLength, plan.LandlockScopes, plan.Limits) = (Executor.Plan.PlanFlags.None, null, 0, 0, []);
        using FakeKernel kernel = plan.Kernel();
        Assert.NotNull(kernel.Launch().Executed);
        string[] absent = ["setgroups", "sethostname", "seccomp", "landlock_create_ruleset", "landlock_restrict_self", "prlimit64"];
        Assert.DoesNotContain(kernel.Calls, c => Array.Exists(absent, c.Is) || c.Text.Contains("max_user_namespaces", StringComparison.Ordinal));
        Assert.Single(kernel.Calls, c => c.Is("unshare"));
    }

    private static bool Begins(string call, string pattern) => call.StartsWith(pattern, StringComparison.Ordinal);
}
