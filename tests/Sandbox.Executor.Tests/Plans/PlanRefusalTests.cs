using System.Runtime.InteropServices;
using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Tests.Fakes;

namespace Sandbox.Executor.Tests.Plans;

/// <summary>Plans that are not exactly what this executor's launcher makes.</summary>
public sealed class PlanRefusalTests
{
    public static TheoryData<string> Headers => new(Wrong.Keys);

    private static readonly Dictionary<string, Edit> Wrong = new(StringComparer.Ordinal)
    {
        ["magic"] = (ref PlanHeader h) => h.Magic ^= 1,
        ["version 0"] = (ref PlanHeader h) => h.Version = 0,
        ["version 1"] = (ref PlanHeader h) => h.Version = 1,
        ["version 2"] = (ref PlanHeader h) => h.Version = 2,
        ["version 4"] = (ref PlanHeader h) => h.Version = 4,
        ["arm64"] = (ref PlanHeader h) => h.Architecture = 0xC00000B7,
        ["i386"] = (ref PlanHeader h) => h.Architecture = 0x40000003,
        ["another build"] = (ref PlanHeader h) => h.BuildHash++,
        ["a length one too small"] = (ref PlanHeader h) => h.Length--,
        ["a length one too large"] = (ref PlanHeader h) => h.Length++,
        ["another flag of clone"] = (ref PlanHeader h) => h.Namespaces |= C.CLONE_PIDFD,
        ["a signal among the flags of clone"] = (ref PlanHeader h) => h.Namespaces |= C.SIGCHLD,
        ["no user namespace"] = (ref PlanHeader h) => h.Namespaces &= ~C.CLONE_NEWUSER,
        ["no mount namespace"] = (ref PlanHeader h) => h.Namespaces &= ~C.CLONE_NEWNS,
        ["no PID namespace"] = (ref PlanHeader h) => h.Namespaces &= ~C.CLONE_NEWPID,
        ["no session"] = (ref PlanHeader h) => h.SessionOffset = 0,
        ["a session in the header"] = (ref PlanHeader h) => h.SessionOffset = 8,
        ["a session at an odd offset"] = (ref PlanHeader h) => h.SessionOffset++,
        ["a session behind the end"] = (ref PlanHeader h) => h.SessionOffset = (uint)h.Length - 8,
        ["a session behind the largest offset"] = (ref PlanHeader h) => h.SessionOffset = uint.MaxValue - 7,
        ["mounts behind the end"] = (ref PlanHeader h) => h.MountsOffset = (uint)h.Length,
        ["mounts in the header"] = (ref PlanHeader h) => h.MountsOffset = 0,
        ["one mount too many"] = (ref PlanHeader h) => h.MountCount = PlanFormat.MaxMounts + 1,
        ["as many mounts as fit into 32 bits"] = (ref PlanHeader h) => h.MountCount = uint.MaxValue,
        ["a filter behind the end"] = (ref PlanHeader h) => h.SeccompOffset = (uint)h.Length,
        ["a filter that is too long"] = (ref PlanHeader h) => h.SeccompInstructions = PlanFormat.MaxSeccompInstructions + 1,
        ["limits behind the end"] = (ref PlanHeader h) => h.RlimitsOffset = (uint)h.Length,
        ["too many limits"] = (ref PlanHeader h) => h.RlimitCount = 33,
        ["a host name behind the end"] = (ref PlanHeader h) => h.HostnameOffset = (uint)h.Length,
    };

    private delegate void Edit(ref PlanHeader header);

    [Theory]
    [MemberData(nameof(Headers))]
    public void A_header_that_does_not_fit_is_refused(string what)
    {
        byte[] plan = SamplePlans.Everything().Build();
        Assert.True(GuardedPlan.IsSound(plan));
        Wrong[what](ref MemoryMarshal.AsRef<PlanHeader>(plan.AsSpan()));
        Assert.False(GuardedPlan.IsSound(plan));
        using FakeKernel kernel = new() { Plan = plan };
        ExpectRefusal(kernel.Launch(), kernel, "CheckPlan", C.EINVAL);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(C.F_SEAL_SEAL)]
    [InlineData(C.F_SEAL_SHRINK)]
    [InlineData(C.F_SEAL_GROW)]
    [InlineData(C.F_SEAL_WRITE)]
    public void A_memory_file_that_lacks_a_seal_is_refused_unread(int missing)
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel();
        kernel.Seals = missing == 0 ? 0 : kernel.Seals & ~missing;
        ExpectRefusal(kernel.Launch(), kernel, "CheckPlan", C.EPERM);
        Assert.DoesNotContain(kernel.Calls, c => c.Is("pread64"));
    }

    [Fact]
    public void A_descriptor_that_cannot_be_sealed_at_all_is_refused()
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel().Script(Nr.fcntl, -C.EINVAL);
        ExpectRefusal(kernel.Launch(), kernel, "ReadPlan", C.EINVAL);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(95)]
    [InlineData(PlanFormat.MaxLength + 1L)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void A_plan_of_an_impossible_size_is_refused_before_memory_is_taken(long size)
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel();
        kernel.ClaimedSize = size;
        ExpectRefusal(kernel.Launch(), kernel, "CheckPlan", C.EINVAL);
        Assert.DoesNotContain(kernel.Calls, c => c.Is("mmap"));
    }

    [Fact]
    public void A_plan_that_does_not_end_in_nul_is_refused()
    {
        byte[] plan = SamplePlans.Bare().Build();
        plan[^1] = 1;
        Assert.False(GuardedPlan.IsSound(plan));
    }

    [Fact]
    public void A_sound_plan_file_of_the_caller_runs()
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel();
        Assert.NotNull(kernel.LaunchFile().Executed);
        Assert.Contains(kernel.Calls, c => c.Text == "openat(AT_FDCWD, \"/plan\", NOFOLLOW|CLOEXEC)");
        Assert.Equal("close_range(3, all)", kernel.Calls.First(c => !c.Is("rt_sigaction") && !c.Is("rt_sigprocmask")).Text);
    }

    [Theory]
    [InlineData(C.S_IFREG | 0b110_110_000u, 1000u)]
    [InlineData(C.S_IFREG | 0b110_000_010u, 1000u)]
    [InlineData(C.S_IFREG | 0b110_000_000u, 0u)]
    [InlineData(C.S_IFREG | 0b110_000_000u, 1001u)]
    [InlineData(0x1000u | 0b110_000_000u, 1000u)]
    [InlineData(0x2000u | 0b110_000_000u, 1000u)]
    [InlineData(0x4000u | 0b110_000_000u, 1000u)]
    public void A_plan_file_that_somebody_else_could_have_written_is_refused_unread(uint mode, uint owner)
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel();
        kernel.PlanFile = (mode, owner);
        Assert.Equal(125, kernel.LaunchFile().ExitCode);
        Assert.Equal($"claude-sandbox-exec: could not accept the plan /plan: errno {C.EPERM}\n", Printed(kernel));
        Assert.DoesNotContain(kernel.Calls, c => c.Is("pread64"));
    }

    [Theory]
    [InlineData((uint)PlanFlags.HasCredentials)]
    [InlineData((uint)PlanFlags.NeedsSupervisor)]
    public void A_plan_that_needs_its_launcher_does_not_run_from_a_file(uint flag)
    {
        PlanBuilder plan = SamplePlans.Bare();
        plan.Flags |= (PlanFlags)flag;
        using FakeKernel kernel = plan.Kernel();
        Assert.Equal(125, kernel.LaunchFile().ExitCode);
        Assert.Equal($"claude-sandbox-exec: could not accept the plan /plan: errno {C.EACCES}\n", Printed(kernel));
        Assert.DoesNotContain(kernel.Calls, c => c.Is("clone"));
    }

    [Fact]
    public void A_plan_file_that_is_a_symbolic_link_is_refused()
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel().Script("openat(AT_FDCWD, \"/plan\"", -C.ELOOP);
        Assert.Equal(125, kernel.LaunchFile().ExitCode);
        Assert.Equal($"claude-sandbox-exec: could not read the plan /plan: errno {C.ELOOP}\n", Printed(kernel));
    }

    [Theory]
    [InlineData("")]
    [InlineData("exec a b")]
    [InlineData("exec --help x")]
    public void Any_other_number_of_arguments_prints_the_usage(string arguments)
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel();
        Assert.Equal(125, kernel.Start(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ExitCode);
        Assert.StartsWith("usage: claude-sandbox-exec PLAN", Printed(kernel), StringComparison.Ordinal);
    }

    [Fact]
    public void Control_characters_of_a_path_are_not_printed()
    {
        PlanBuilder plan = SamplePlans.Bare().Mount(MountKind.Bind, "/a", MountFlags.Create, "/x\u001b[2J\n\u007f");
        using FakeKernel kernel = plan.Kernel().Script("openat2(<host>", -C.ENOENT);
        Assert.Equal(125, kernel.LaunchFile().ExitCode);
        Assert.Equal($"claude-sandbox-exec: could not open the host path /x?[2J??: errno {C.ENOENT}\n", Printed(kernel));
    }

    [Fact]
    public void A_record_with_the_longest_path_is_written_in_one_piece()
    {
        string path = "/" + new string('x', 4094);
        using FakeKernel kernel = SamplePlans.Bare().Mount(MountKind.Bind, "/a", MountFlags.Create, path).Kernel().Script("openat2(<host>", -C.ENOENT);
        Assert.Equal(125, kernel.Launch().ExitCode);
        Assert.Equal(16 + 3800, kernel.Written["status"].Count);
    }

    private static string Printed(FakeKernel kernel) => System.Text.Encoding.ASCII.GetString([.. kernel.Written["stderr"]]);

    private static void ExpectRefusal(ProcessEnd end, FakeKernel kernel, string step, int errno)
    {
        Assert.Equal(125, end.ExitCode);
        Assert.Equal($"write(<status>, Error {step} {errno})", kernel.Calls[^2].Text);
        Assert.DoesNotContain(kernel.Calls, c => c.Is("clone"));
    }
}
