using System.Runtime.InteropServices;
using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Sessions;

/// <summary>PID 1 of the sandbox, after it has forked the session as process 2.</summary>
public sealed class InitTests
{
    private const int Session = 2;

    [Fact]
    public void The_launcher_is_told_the_pid_and_the_plan_is_forgotten_before_init_sleeps()
    {
        using FakeKernel kernel = Init();
        Assert.True(kernel.Launch().IsWaiting);
        Assert.Equal(["write(<status>, Started None 2)", "mmap(152)", "munmap()", "poll(<children> <liveness> <control> </proc/self/mountinfo> <timer> -, -1)"], After(kernel));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7 << 8, 7)]
    [InlineData(255 << 8, 255)]
    [InlineData(15, 143)]
    [InlineData(11 | 128, 139)]
    public void The_end_of_the_session_ends_the_sandbox_with_its_code_and_reports_its_status(int status, int code)
    {
        using FakeKernel kernel = Init("children");
        kernel.Waits.Enqueue((Session, status));
        Assert.Equal(code, kernel.Launch().ExitCode);
        Assert.Equal($"write(<status>, Ended None {status})", kernel.Calls[^2].Text);
    }

    [Fact]
    public void Orphans_are_reaped_and_change_nothing()
    {
        using FakeKernel kernel = Init("children", "children");
        kernel.Waits.Enqueue((17, 9));
        kernel.Waits.Enqueue((18, 0));
        kernel.Waits.Enqueue((0, 0));
        kernel.Waits.Enqueue((19, 256));
        Assert.True(kernel.Launch().IsWaiting);
        Assert.Equal(5, kernel.Calls.Count(c => c.Text == "wait4(-1, 1)"));
        Assert.DoesNotContain(kernel.Calls, c => c.Text.Contains("Ended", StringComparison.Ordinal));
    }

    [Fact]
    public void An_orphan_that_ends_together_with_the_session_does_not_hide_its_end()
    {
        using FakeKernel kernel = Init("children");
        kernel.Waits.Enqueue((17, 256));
        kernel.Waits.Enqueue((Session, 3 << 8));
        Assert.Equal(3, kernel.Launch().ExitCode);
    }

    [Fact]
    public void A_wait_that_was_interrupted_is_tried_again()
    {
        using FakeKernel kernel = Init("children");
        kernel.Waits.Enqueue((-C.EINTR, 0));
        kernel.Waits.Enqueue((Session, 3 << 8));
        Assert.Equal(3, kernel.Launch().ExitCode);
    }

    [Fact]
    public void A_wait_that_fails_ends_the_sandbox_because_its_end_would_be_missed()
    {
        using FakeKernel kernel = Init("children");
        kernel.Waits.Enqueue((-C.EPERM, 0));
        Assert.Equal(125, kernel.Launch().ExitCode);
        Assert.Equal("write(<status>, Error WaitForEnd 1)", kernel.Calls[^2].Text);
    }

    [Fact]
    public void When_the_launcher_is_gone_init_ends_and_with_it_the_pid_namespace()
    {
        using FakeKernel kernel = Init("liveness");
        Assert.Equal(137, kernel.Launch().ExitCode);
    }

    [Fact]
    public void The_end_of_the_session_counts_even_when_the_launcher_goes_at_the_same_moment()
    {
        using FakeKernel kernel = Init("children liveness");
        kernel.Waits.Enqueue((Session, 5 << 8));
        Assert.Equal(5, kernel.Launch().ExitCode);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(64)]
    public void A_signal_from_the_launcher_goes_to_the_session(int signal)
    {
        using FakeKernel kernel = Init("control");
        kernel.Messages.Enqueue(Message((uint)ControlKind.Signal, signal));
        Assert.True(kernel.Launch().IsWaiting);
        Assert.Single(kernel.Calls, c => c.Is("kill") && c.Text != "kill(1002, 9)");
        Assert.Contains(kernel.Calls, c => c.Text == $"kill({Session}, {signal})");
    }

    [Theory]
    [InlineData(1u, 0)]
    [InlineData(1u, -1)]
    [InlineData(1u, 65)]
    [InlineData(1u, int.MinValue)]
    [InlineData(0u, 15)]
    [InlineData(3u, 15)]
    [InlineData(4u, 15)]
    [InlineData(5u, 15)]
    [InlineData(uint.MaxValue, 15)]
    public void A_message_that_makes_no_sense_is_ignored_and_the_next_one_obeyed(uint kind, int value)
    {
        using FakeKernel kernel = Init("control", "control");
        kernel.Messages.Enqueue(Message(kind, value));
        kernel.Messages.Enqueue(Message((uint)ControlKind.Signal, 15));
        Assert.True(kernel.Launch().IsWaiting);
        Assert.Equal([$"kill({Session}, 15)"], kernel.Calls.Where(c => c.Is("kill") && c.Text != "kill(1002, 9)").Select(c => c.Text));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(11)]
    public void A_message_that_is_too_short_is_ignored_and_the_next_one_obeyed(int length)
    {
        using FakeKernel kernel = Init("control", "control");
        kernel.Messages.Enqueue(Message((uint)ControlKind.Signal, 9)[..length]);
        kernel.Messages.Enqueue(Message((uint)ControlKind.Signal, 15));
        Assert.True(kernel.Launch().IsWaiting);
        Assert.Equal([$"kill({Session}, 15)"], kernel.Calls.Where(c => c.Is("kill") && c.Text != "kill(1002, 9)").Select(c => c.Text));
    }

    [Fact]
    public void A_closed_control_socket_is_not_watched_any_more()
    {
        using FakeKernel kernel = Init("control", "nothing");
        Assert.True(kernel.Launch().IsWaiting);
        Assert.Equal("poll(<children> <liveness> - </proc/self/mountinfo> <timer> -, -1)", kernel.Calls[^1].Text);
    }

    [Theory]
    [InlineData(C.EINTR)]
    [InlineData(C.EAGAIN)]
    public void A_control_socket_that_has_nothing_after_all_stays_watched(int errno)
    {
        using FakeKernel kernel = Init("control").Script(Nr.recvmsg, -errno);
        Assert.True(kernel.Launch().IsWaiting);
        Assert.Equal("poll(<children> <liveness> <control> </proc/self/mountinfo> <timer> -, -1)", kernel.Calls[^1].Text);
    }

    [Fact]
    public void A_wait_that_is_interrupted_is_taken_up_again()
    {
        using FakeKernel kernel = Init("children").Script(Nr.poll, -C.EINTR, occurrence: 2);
        kernel.Waits.Enqueue((Session, 0));
        Assert.Equal(0, kernel.Launch().ExitCode);
    }

    [Fact]
    public void Init_cannot_be_looked_into_and_dies_with_the_process_between()
    {
        using FakeKernel kernel = Init();
        Assert.True(kernel.Launch().IsWaiting);
        Assert.Contains(kernel.Calls, c => c.Text == "prctl(SET_DUMPABLE, 0)");
        Assert.Contains(kernel.Calls, c => c.Text == $"prctl(SET_PDEATHSIG, {C.SIGKILL})");
    }

    [Fact]
    public void A_monitor_that_was_gone_before_init_asked_to_die_with_it_is_noticed()
    {
        using FakeKernel kernel = Init().Script(Nr.poll, 1, occurrence: 1);
        Assert.Equal(137, kernel.Launch().ExitCode);
        Assert.Equal([$"prctl(SET_PDEATHSIG, {C.SIGKILL})", "poll(<monitor>, 0)", "exit_group(137)"], kernel.Calls.TakeLast(3).Select(c => c.Text));
    }

    [Fact]
    public void Init_holds_no_descriptor_but_the_standard_ones_and_its_channels()
    {
        using FakeKernel kernel = Init();
        Assert.True(kernel.Launch().IsWaiting);
        Assert.Equal(["/proc/self/mountinfo", "children", "control", "hold", "liveness", "status", "stderr", "stdin", "stdout", "timer"], kernel.Open().Values.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_change_of_the_mount_table_ends_the_sandbox()
    {
        using FakeKernel kernel = Init("mountinfo");
        Assert.Equal(125, kernel.Launch().ExitCode);
        Assert.Equal($"write(<status>, Error WatchMounts {C.ESTALE})", kernel.Calls[^2].Text);
    }

    [Theory]
    [InlineData("timer")]
    [InlineData("mountinfo")]
    public void A_path_that_is_uncovered_ends_the_sandbox_and_is_named(string wake)
    {
        using FakeKernel kernel = Init(wake).Script("statfs(", -C.ENOENT);
        Assert.Equal(125, kernel.Launch().ExitCode);
        Assert.Equal($"write(<status>, Error WatchMounts {C.ESTALE} /srv/a/.git)", kernel.Calls[^2].Text);
    }

    [Fact]
    public void Each_tick_looks_at_the_covered_paths_and_changes_nothing_while_they_are()
    {
        using FakeKernel kernel = Init("timer", "timer");
        Assert.True(kernel.Launch().IsWaiting);
        Assert.Equal(2, kernel.Calls.Count(c => c.Text == "read(<timer>, 8)"));
        Assert.Equal(2, kernel.Calls.Count(c => c.Text == "statfs(\"/srv/a/.git\")"));
    }

    private static FakeKernel Init(params string[] wakes)
    {
        FakeKernel kernel = SamplePlans.Everything().Kernel();
        kernel.Identities["host:/srv/a"] = (7, 11);
        kernel.Clones.Enqueue(0);
        kernel.Clones.Enqueue(Session);
        Array.ForEach(wakes, kernel.Wakes.Enqueue);
        return kernel;
    }

    private static byte[] Message(uint kind, int value)
    {
        ControlMessage message = new() { Kind = kind, Value = value };
        return MemoryMarshal.AsBytes(new ReadOnlySpan<ControlMessage>(in message)).ToArray();
    }

    private static IEnumerable<string> After(FakeKernel kernel) =>
        kernel.Calls.SkipWhile(c => !c.Text.StartsWith("clone(0", StringComparison.Ordinal)).Skip(1).Select(c => c.Text);
}
