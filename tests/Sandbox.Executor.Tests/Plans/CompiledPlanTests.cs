extern alias backends;

using backends::Sandbox.Backends.Native;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Core.Secrets;
using Sandbox.Executor.Kernel;
using Sandbox.Executor.Tests.Fakes;

namespace Sandbox.Executor.Tests.Plans;

/// <summary>What the launcher's compiler writes is what the executor reads: both from these sources, with one build hash.</summary>
public sealed class CompiledPlanTests
{
    private static LaunchPlan Plan { get; } = new()
    {
        ProjectDirectory = "/work",
        HostDirectories = [],
        Placeholders = [],
        Mounts =
        [
            new BindMount { Target = "/usr", Source = "/usr", Reason = "system" },
            new BindMount { Target = "/work", Source = "/work", Writable = true, Identity = (7, 11), Reason = "project" },
            new TmpfsMount { Target = "/tmp", Size = 4096, Mode = 0b001_111_111_111, Reason = "private" },
            new ProcMount { Target = "/proc", Reason = "kernel" },
            new DevptsMount { Target = "/dev/pts", Reason = "kernel" },
            new SymlinkEntry { Target = "/bin", LinkTarget = "usr/bin", Reason = "system" },
            new DirectoryEntry { Target = "/run", Reason = "private" },
            new FileEntry { Target = "/etc/passwd", Contents = "u:x:1000:100:::\n"u8.ToArray(), Reason = "etc" },
            new MaskMount { Target = "/proc/kcore", IsFile = true, Reason = "kernel" },
            new SelfMount { Target = "/work/.git", Reason = "protect" },
            new RelockMount { Target = "/", Reason = "system" },
        ],
        Environment =
        [
            new PlannedVariable { Name = "HOME", Value = "/home/u", Reason = "sandbox" },
            new PlannedVariable { Name = "TOKEN", Secret = Secret.FromText("s3cret"), Reason = "credential" },
        ],
        Arguments = ["true", "a b"],
        ExecutableCandidates = ["/usr/local/bin/true", "/usr/bin/true"],
        WorkingDirectory = "/work/sub",
        Uid = 1000,
        Gid = 100,
        Hostname = "box",
        Network = NetworkMode.None,
        Seccomp = new SeccompSettings(false, false, false),
        AllowNestedUserNamespaces = false,
        LandlockScopes = true,
        Limits = [new ResourceLimit("core", 0, 0)],
        Notices = [],
    };

    [FactWithin(20)]
    public void A_compiled_plan_runs_to_the_command_with_everything_applied()
    {
        using FakeKernel kernel = Kernel(Plan);
        kernel.Programs["/usr/local/bin/true"] = C.ENOENT;
        ExecutedProgram? executed = kernel.Launch().Executed;
        Assert.Equal("/usr/bin/true", executed?.Path);
        Assert.Equal(["true", "a b"], executed!.Arguments);
        Assert.Equal(["HOME=/home/u", "TOKEN=s3cret"], executed.Environment);
        Snapshot.Verify(executed.Confinement + "\n", "compiled", "txt");
    }

    [FactWithin(20)]
    public void A_compiled_plan_that_carries_a_secret_does_not_run_from_a_file()
    {
        using FakeKernel kernel = Kernel(Plan);
        Assert.Equal(125, kernel.LaunchFile().ExitCode);
        Assert.DoesNotContain(kernel.Calls, c => c.Is("clone"));
    }

    [FactWithin(20)]
    public void The_network_namespace_and_the_nesting_limit_follow_the_plan()
    {
        using FakeKernel kernel = Kernel(Plan with { Network = NetworkMode.Host, AllowNestedUserNamespaces = true });
        Assert.NotNull(kernel.Launch().Executed);
        Assert.Contains(kernel.Calls, c => c.Text == "clone(NEWNS|NEWCGROUP|NEWUTS|NEWIPC|NEWUSER|NEWPID, CHLD)");
        Assert.DoesNotContain(kernel.Calls, c => c.Is("setns") || c.Text.StartsWith("clone(PIDFD", StringComparison.Ordinal) || c.Text.Contains("max_user_namespaces", StringComparison.Ordinal));
    }

    private static FakeKernel Kernel(LaunchPlan plan)
    {
        FakeKernel kernel = new() { Plan = PlanCompiler.Compile(plan) };
        kernel.Identities["host:/work"] = (7, 11);
        return kernel;
    }
}
