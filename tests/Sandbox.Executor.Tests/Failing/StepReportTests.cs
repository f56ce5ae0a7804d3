using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Failing;

/// <summary>Each step says its name, its path and its error.</summary>
public sealed class StepReportTests
{
    private const int EIO = 5;
    private const int ENOSPC = 28;

    /// <summary>Step, the call that is answered (the n-th that begins like this), its answer, errno and path reported, exit code.</summary>
    public static TheoryData<string, string, int, long, int, string, int> Rows => new()
    {
        { "ReadPlan", "pread64(", 1, -EIO, EIO, "", 125 },
        { "CheckPlan", "fcntl(", 1, 0, C.EPERM, "", 125 },
        { "DropGroups", "setgroups(", 1, -C.EPERM, C.EPERM, "", 125 },
        { "CreateNamespaces", "clone(NEWNS", 1, -ENOSPC, ENOSPC, "", 125 },
        { "MapUsers", "write(</proc/self:/uid_map>", 1, -C.EPERM, C.EPERM, "uid_map", 125 },
        { "MapGroups", "write(</proc/self:/gid_map>", 1, -C.EPERM, C.EPERM, "gid_map", 125 },
        { "DenySetgroups", "write(</proc/self:/setgroups>", 1, -C.EACCES, C.EACCES, "setgroups", 125 },
        { "CreateNetwork", "setns(", 1, -C.EPERM, C.EPERM, "", 125 },
        { "SetHostname", "sethostname(", 1, -C.EPERM, C.EPERM, "box", 125 },
        { "LimitUserNamespaces", "openat(AT_FDCWD, \"/proc/sys", 1, -C.ENOENT, C.ENOENT, "/proc/sys/user/max_user_namespaces", 125 },
        { "LimitWatches", "write(</proc/sys/user/max_inotify_watches>", 1, -C.EPERM, C.EPERM, "/proc/sys/user/max_inotify_watches", 125 },
        { "PrivateMounts", "mount(", 1, -C.EACCES, C.EACCES, "", 125 },
        { "OpenHostRoot", "openat(AT_FDCWD, \"/\"", 1, -C.EACCES, C.EACCES, "", 125 },
        { "CreateRoot", "move_mount(<root>", 1, -C.EINVAL, C.EINVAL, "", 125 },
        { "OpenSource", "openat2(<host>, \"srv/a\"", 1, -C.ELOOP, C.ELOOP, "/srv/a", 125 },
        { "SourceChanged", "fstat(<host:/srv/a>", 1, 0, C.ESTALE, "/srv/a", 125 },
        { "CloneMount", "open_tree_attr(<host:/srv/a>", 1, -C.EPERM, C.EPERM, "/srv/a", 125 },
        { "OpenTarget", "openat2(<root>, \"srv/a/.git\"", 1, -C.ELOOP, C.ELOOP, "/srv/a/.git", 125 },
        { "CreateTarget", "mkdirat(<root:/srv>, \"a\"", 1, -C.EACCES, C.EACCES, "/srv/a", 125 },
        { "AttachMount", "move_mount(<copy of host:/srv/a>", 1, -C.ENOTDIR, C.ENOTDIR, "/srv/a", 125 },
        { "CreateFileSystem", "fsopen(\"proc\")", 1, -C.EPERM, C.EPERM, "/proc", 125 },
        { "WriteFile", "write(<root:/etc/passwd>", 1, -ENOSPC, ENOSPC, "/etc/passwd", 125 },
        { "CreateLink", "symlinkat(", 1, -C.EEXIST, C.EEXIST, "/bin", 125 },
        { "RelockMount", "mount_setattr(<root:/tmp>", 1, -C.EPERM, C.EPERM, "/tmp", 125 },
        { "PivotRoot", "pivot_root(", 1, -C.EINVAL, C.EINVAL, "", 125 },
        { "DetachHostRoot", "umount2(", 1, -C.EINVAL, C.EINVAL, "", 125 },
        { "SecondUserNamespace", "unshare(", 1, -C.EPERM, C.EPERM, "", 125 },
        { "LockSecurebits", "prctl(SET_SECUREBITS", 1, -C.EPERM, C.EPERM, "", 125 },
        { "DropBounding", "prctl(CAPBSET_DROP, 5)", 1, -C.EPERM, C.EPERM, "", 125 },
        { "DropCapabilities", "capset(", 1, -C.EPERM, C.EPERM, "", 125 },
        { "NoNewPrivileges", "prctl(SET_NO_NEW_PRIVS", 1, -C.EINVAL, C.EINVAL, "", 125 },
        { "Rlimit", "prlimit64(", 1, -C.EPERM, C.EPERM, "", 125 },
        { "Landlock", "landlock_restrict_self(", 1, -C.EPERM, C.EPERM, "", 125 },
        { "CreateInit", "signalfd4(", 1, -C.EMFILE, C.EMFILE, "", 125 },
        { "ForkSession", "clone(0", 1, -C.ENOSYS, C.ENOSYS, "", 125 },
        { "CloseDescriptors", "close_range(4", 1, -C.ENOSYS, C.ENOSYS, "", 125 },
        { "EnterDirectory", "chdir(\"/work\")", 1, -C.ENOENT, C.ENOENT, "/work", 125 },
        { "CheckUserNamespaces", "unshare(", 2, 0, C.EPERM, "", 125 },
        { "InstallSeccomp", "seccomp(", 1, -C.EINVAL, C.EINVAL, "", 125 },
        { "CheckCapabilities", "capget(", 1, -C.EINVAL, C.EINVAL, "", 125 },
        { "CheckBounding", "prctl(CAPBSET_READ, 3)", 1, 1, C.EPERM, "", 125 },
        { "CheckNoNewPrivileges", "prctl(GET_NO_NEW_PRIVS", 1, 0, C.EPERM, "", 125 },
        { "CheckSeccomp", "prctl(GET_SECCOMP", 1, 0, C.EPERM, "", 125 },
        { "CheckDescriptors", "poll(102", 1, -C.ENOSYS, C.ENOSYS, "", 125 },
        { "CheckMounts", "statfs(", 1, -C.ENOENT, C.ESTALE, "/srv/a/.git", 125 },
        { "WatchMounts", "openat(AT_FDCWD, \"/proc/self/mountinfo\"", 1, -C.ENOENT, C.ENOENT, "/proc/self/mountinfo", 125 },
        { "Execute", "execve(\"/usr/bin/tool\"", 1, -C.ENOEXEC, C.ENOEXEC, "/usr/bin/tool", 126 },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_failing_step_reports_itself(string step, string call, int nth, long answer, int errno, string path, int exitCode)
    {
        int seen = 0;
        using FakeKernel kernel = SamplePlans.EverythingKernel()
            .Script(c => c.Text.StartsWith(call, StringComparison.Ordinal) && ++seen == nth, answer);
        Assert.Equal(exitCode, kernel.Launch().ExitCode);
        Assert.Equal($"write(<status>, Error {step} {errno}{(path.Length == 0 ? string.Empty : " " + path)})", kernel.Calls[^2].Text);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_failing_step_of_a_plan_file_is_told_in_words(string step, string call, int nth, long answer, int errno, string path, int exitCode)
    {
        int seen = 0;
        using FakeKernel kernel = SamplePlans.EverythingFileKernel();
        kernel.Script(c => c.Text.StartsWith(call.Replace("close_range(4", "close_range(3, all)", StringComparison.Ordinal), StringComparison.Ordinal) &&
            (!c.Is("close_range") || c.Occurrence > 1) && ++seen == nth, answer);
        if (step is "CheckPlan")
        {
            kernel.PlanFile = (kernel.PlanFile.Mode, 1);
        }

        Assert.Equal(exitCode, kernel.LaunchFile().ExitCode);
        string name = System.Text.Encoding.ASCII.GetString(StepNames.Of(Enum.Parse<Step>(step))[..^1]);
        string shown = step is "ReadPlan" or "CheckPlan" ? " " + Launching.PlanPath : path.Length == 0 ? string.Empty : " " + path;
        Assert.Equal(
            $"claude-sandbox-exec: could not {name}{shown}: errno {errno}\n",
            System.Text.Encoding.ASCII.GetString([.. kernel.Written["stderr"]]));
    }

    [Fact]
    public void Every_step_has_a_row() =>
        Assert.Equal(
            Enum.GetNames<Step>().Where(n => n != nameof(Step.None)).Order(StringComparer.Ordinal),
            Rows.Select(r => (string)r[0])
                .Concat(Network.NetworkStepTests.Rows.Select(r => (string)r[0]))
                .Concat(Sessions.JoiningTests.Steps)
                .Concat([nameof(Step.TakeRoot), nameof(Step.StartContainer), nameof(Step.BecomeUser), nameof(Step.IdMapMount)]) // in a container: the integration tests in Container/
                .Concat([nameof(Step.LoopbackUp), nameof(Step.EnterCgroup), nameof(Step.WaitForEnd), nameof(Step.CheckNamespaces)]) // NetworkMakerTests, CgroupTests, InitTests, BubblewrapDriftTests, the integration tests in Container/
                .Order(StringComparer.Ordinal));

    [Fact]
    public void Every_step_has_words_of_its_own()
    {
        string[] names = [.. Enum.GetValues<Step>().Select(s => System.Text.Encoding.ASCII.GetString(StepNames.Of(s)))];
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, n => Assert.Matches("^[a-z][A-Za-z_() -]+\0$", n));
    }
}
