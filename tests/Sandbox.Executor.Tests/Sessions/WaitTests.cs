using Sandbox.Executor.Kernel;
using Sandbox.Executor.Sessions;
using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Sessions;

/// <summary>The process between the launcher and PID 1, which only waits.</summary>
public sealed class WaitTests
{
    private const int Init = 100;

    [Fact]
    public void It_ignores_the_terminals_keys_and_forgets_the_plan_before_it_waits()
    {
        using FakeKernel kernel = Waiting(0);
        Assert.Equal(0, kernel.Launch().ExitCode);
        Assert.Equal(
            ["rt_sigaction(INT, ignore)", "rt_sigaction(QUIT, ignore)", "rt_sigaction(HUP, ignore)", "close_range(0, 3)", "close_range(5, all)", "munmap()", $"wait4({Init}, 0)"],
            kernel.Calls.SkipWhile(c => !c.Is("clone")).Skip(1).Select(c => c.Text));
    }

    [Fact]
    public void An_interrupted_wait_goes_on()
    {
        using FakeKernel kernel = Waiting(6 << 8);
        kernel.Script(Nr.wait4, -C.EINTR, occurrence: 1).Script(Nr.wait4, -C.EINTR, occurrence: 2);
        Assert.Equal(6, kernel.Launch().ExitCode);
    }

    [Fact]
    public void A_wait_that_fails_is_a_refusal_and_not_a_success()
    {
        using FakeKernel kernel = Waiting(0).Script(Nr.wait4, -C.ECHILD);
        Assert.Equal(125, kernel.Launch().ExitCode);
    }

    [Fact]
    public void An_exit_code_is_passed_on_as_it_is()
    {
        for (int code = 0; code < 256; code++)
        {
            Assert.Equal(code, Exit.Code(code << 8));
        }
    }

    [Fact]
    public void Death_by_a_signal_is_128_and_the_signal_with_or_without_a_core()
    {
        for (int signal = 1; signal < 65; signal++)
        {
            Assert.Equal(128 + signal, Exit.Code(signal));
            Assert.Equal(128 + signal, Exit.Code(signal | 0x80));
        }
    }

    [Fact]
    public void Signals_are_reset_and_unblocked_before_anything_else()
    {
        using FakeKernel kernel = Waiting(0);
        _ = kernel.Launch();
        KernelCall[] first = [.. kernel.Calls.TakeWhile(c => !c.Is("fcntl"))];
        Assert.Equal("rt_sigprocmask(SETMASK, none)", first[^1].Text);
        Assert.Equal(Enumerable.Range(1, 31).Where(s => s is not (9 or 19)), first[..^1].Select(c => (int)c.Arguments.A));
        Assert.All(first[..^1], c => Assert.EndsWith(", default)", c.Text, StringComparison.Ordinal));
    }

    private static FakeKernel Waiting(int status)
    {
        FakeKernel kernel = SamplePlans.Bare().Kernel();
        kernel.Clones.Enqueue(Init);
        kernel.Waits.Enqueue((Init, status));
        return kernel;
    }
}
