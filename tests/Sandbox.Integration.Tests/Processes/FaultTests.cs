namespace Sandbox.Integration.Tests;

/// <summary>
/// PR-25 and PR-26: a kernel that lacks a feature, refuses a step or lies about it. The command must not run, or run with everything
/// that was asked for. strace makes the kernel answer so.
/// </summary>
public sealed class FaultTests
{
    private static readonly string[] Steps =
    [
        "unshare:error=EPERM", "unshare:error=ENOSPC", "pivot_root:error=EINVAL", "umount2:error=EINVAL", "move_mount:error=ENOENT", "move_mount:error=EPERM", "fsopen:error=ENODEV",
        "fsconfig:error=EINVAL", "fsmount:error=EPERM", "mount_setattr:error=EINVAL", "mount:error=EPERM", "capset:error=EPERM", "capset:retval=0", "seccomp:error=EINVAL",
        "seccomp:error=ENOSYS", "seccomp:error=EACCES", "seccomp:retval=0", "landlock_restrict_self:error=EPERM", "landlock_restrict_self:error=EOPNOTSUPP", "timerfd_create:error=EMFILE",
        "setgroups:error=EPERM", "sethostname:error=EPERM", "openat2:error=ENOSYS", "openat2:error=EACCES", "mknodat:error=ENOSPC", "mkdirat:error=ENOSPC", "symlinkat:error=ENOSPC", "signalfd4:error=EMFILE",
    ];

    public static TheoryData<string> All => [.. Steps];

    [TheoryWithin(60), MemberData(nameof(All))]
    public void A_step_that_fails_or_lies_keeps_the_command_from_running(string fault)
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);

        ProcessResult result = Launch(workspace, fault);

        Assert.Equal(125, result.ExitCode);
        Assert.Matches(@"^claude-sandbox: .*\[CS[0-9]{3}\]\n$", result.ErrorText);
        Assert.Empty(result.OutputText);
        _ = workspace.Inside("true").ExpectExit();
        Assert.Equal([".git"], Directory.EnumerateFileSystemEntries(workspace.Project).Select(Path.GetFileName));
    }

    [FactWithin(60)]
    public void Without_a_fault_the_same_launch_runs_under_strace()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);

        Assert.Equal("ran\n", Launch(workspace, "chroot:error=EPERM").ExpectExit().OutputText);
    }

    [TheoryWithin(60)]
    [InlineData("error=ENOSYS")]
    [InlineData("error=EOPNOTSUPP")]
    [InlineData("retval=1")]
    public void An_older_Landlock_is_said_aloud_and_the_hosts_network_then_refused(string answer)
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        string fault = "landlock_create_ruleset:" + answer;

        ProcessResult refused = Launch(workspace, fault, "--network", "host").ExpectExit(125);
        Assert.Contains("Landlock ABI 6", refused.ErrorText, StringComparison.Ordinal);
        Assert.Contains("[CS202]", refused.ErrorText, StringComparison.Ordinal);
        Assert.Equal("ran\n", Launch(workspace, fault).ExpectExit().OutputText);
        Assert.Equal("ran\n", Launch(workspace, fault, "--network", "none").ExpectExit().OutputText);
        Assert.Contains("landlock       not available on this kernel", Trace(workspace, fault, "plan", "--network", "none", workspace.Project, "--", "true").ExpectExit().OutputText, StringComparison.Ordinal);
        Assert.Contains("landlock       signals and abstract sockets stay inside", Trace(workspace, "chroot:error=EPERM", "plan", workspace.Project, "--", "true").ExpectExit().OutputText, StringComparison.Ordinal);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Abstract_sockets_of_the_host_cannot_be_reached_on_the_hosts_network(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string probe = workspace.Probe();
        string name = $"sandbox-test-{Guid.NewGuid():N}";
        using LiveProcess listener = ProcessRun.Start(workspace.Request(probe, "listen-abstract", name));
        listener.WaitForOutput("ready");

        Assert.Equal("connect EPERM\n", workspace.Inside($"{probe} connect-abstract {name}", "--network", "host").OutputText);
        Assert.Equal("connect ECONNREFUSED\n", workspace.Inside($"{probe} connect-abstract {name}", "--network", "none").OutputText);
        Assert.Equal("connect OK\n", workspace.Outside($"{probe} connect-abstract {name}").OutputText);
    }

    private static ProcessResult Launch(Workspace workspace, string fault, params string[] options) =>
        Trace(workspace, fault, ["exec", "-q", .. options, workspace.Project, "--", "/bin/sh", "-c", "echo ran"]);

    private static ProcessResult Trace(Workspace workspace, string fault, params IReadOnlyList<string> arguments)
    {
        string name = fault.Split(':')[0];
        return ProcessRun.Run(workspace.Request(
            TestHost.Require(Capability.Strace), ["-f", "-qqq", "-o", "/dev/null", "-e", $"trace={name}", "-e", $"inject={fault}", "--", workspace.Program, .. arguments]));
    }
}
