using System.Runtime.InteropServices;
using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Sessions;

/// <summary>Sessions that PID 1 forks on request, after the first one (process 2).</summary>
public sealed class JoiningTests
{
    private const int First = 2;
    private const int Joined = 3;

    /// <summary>The steps that only a joined session takes.</summary>
    public static IReadOnlyList<string> Steps { get; } = ["JoinSandbox", "OpenTerminal"];

    private static string[] Pipes { get; } = ["record", "channel", "in", "out", "err"];

    [Fact]
    public void A_joined_session_is_held_by_exactly_what_holds_the_first_one()
    {
        using FakeKernel first = SamplePlans.EverythingKernel();
        ExecutedProgram expected = first.Launch().Executed!;
        using FakeKernel kernel = Init(Pipes, pid: 0);

        ExecutedProgram actual = kernel.Launch().Executed!;

        Assert.Equal(expected.Confinement, actual.Confinement.Replace("0=in 1=out 2=err", "0=stdin 1=stdout 2=stderr", StringComparison.Ordinal));
        Assert.Equal(["err", "in", "out"], kernel.Open().Values.Order(StringComparer.Ordinal));
        Assert.Contains(kernel.Calls, static c => c.Is("setsid"));
        Assert.Equal(0, kernel.StrayPointers);
    }

    [Fact]
    public void The_client_is_told_the_pid_and_init_keeps_nothing_but_its_socket()
    {
        using FakeKernel kernel = Init(Pipes, Joined);

        Assert.True(kernel.Launch().IsWaiting);

        Assert.Equal(((uint)StatusKind.Started, Joined), Told(kernel, 0));
        Assert.Equal("poll(<children> <liveness> <control> </proc/self/mountinfo> <timer> - <channel>, -1)", kernel.Calls[^1].Text);
        Assert.DoesNotContain(kernel.Open().Values, static n => n is "record" or "in" or "out" or "err");
    }

    [Fact]
    public void The_sandbox_ends_with_the_last_session_and_not_with_the_first()
    {
        using FakeKernel kernel = Init(Pipes, Joined, "children", "children");
        kernel.Waits.Enqueue((First, 7 << 8));
        kernel.Waits.Enqueue((0, 0));
        kernel.Waits.Enqueue((Joined, 9 << 8));

        Assert.Equal(9, kernel.Launch().ExitCode);

        Assert.Contains(kernel.Calls, static c => c.Text == $"write(<status>, Ended None {7 << 8})");
        Assert.Equal(((uint)StatusKind.Ended, 9 << 8), Told(kernel, 1));

        // Nobody outside waits for a pipe that PID 1 holds.
        Assert.DoesNotContain(kernel.Open().Values, static n => n is "stdin" or "stdout" or "stderr");
    }

    [Fact]
    public void A_client_that_is_gone_takes_its_session_along_and_nothing_else()
    {
        using FakeKernel kernel = Init(Pipes, Joined, "channel");

        Assert.True(kernel.Launch().IsWaiting);

        Assert.Equal([$"kill({-Joined}, {C.SIGKILL})", $"kill({Joined}, {C.SIGKILL})"], kernel.Calls.Where(static c => c.Is("kill") && c.Text != "kill(1002, 9)").Select(static c => c.Text));
        Assert.DoesNotContain("channel", kernel.Open().Values);
    }

    [Theory]
    [InlineData(15, "kill(3, 15)")]
    [InlineData(-2, "kill(-3, 2)")]
    public void A_client_signals_its_own_session_or_its_group(int value, string expected)
    {
        using FakeKernel kernel = Init(Pipes, Joined, "channel");
        kernel.Messages.Enqueue(Message(ControlKind.Signal, value));

        Assert.True(kernel.Launch().IsWaiting);

        Assert.Equal([expected], kernel.Calls.Where(static c => c.Is("kill") && c.Text != "kill(1002, 9)").Select(static c => c.Text));
    }

    [Theory]
    [InlineData(1u, 0)]
    [InlineData(1u, 65)]
    [InlineData(1u, int.MinValue)]
    [InlineData(8u, 9)]
    [InlineData(5u, 0)]
    public void A_client_can_do_nothing_else(uint kind, int value)
    {
        using FakeKernel kernel = Init(Pipes, Joined, "channel");
        kernel.Messages.Enqueue(Message((ControlKind)kind, value));

        Assert.True(kernel.Launch().IsWaiting);

        Assert.DoesNotContain(kernel.Calls, static c => c.Is("kill") && c.Text != "kill(1002, 9)");
        Assert.Equal(4, kernel.Calls.Count(static c => c.Is("clone")));
    }

    [Theory]
    [InlineData(0u, 4)]
    [InlineData(0u, 2)]
    [InlineData(1u, 5)]
    [InlineData(2u, 3)]
    [InlineData(4u, 5)]
    public void A_request_that_does_not_fit_its_descriptors_is_answered_and_forks_nothing(uint flags, int descriptors)
    {
        using FakeKernel kernel = Init(Pipes[..descriptors], Joined, flags: (int)flags);

        Assert.True(kernel.Launch().IsWaiting);

        Assert.Equal(((uint)StatusKind.Error | ((uint)Step.JoinSandbox << 16), C.EINVAL), Told(kernel, 0));
        Assert.Equal(3, kernel.Calls.Count(static c => c.Is("clone")));
        Assert.DoesNotContain(kernel.Open().Values, static n => Pipes.Contains(n, StringComparer.Ordinal));
    }

    [Fact]
    public void When_no_process_can_be_made_the_client_is_told_and_the_sandbox_goes_on()
    {
        using FakeKernel kernel = Init(Pipes, -C.EAGAIN);

        Assert.True(kernel.Launch().IsWaiting);

        Assert.Equal(((uint)StatusKind.Error | ((uint)Step.ForkSession << 16), C.EAGAIN), Told(kernel, 0));
        Assert.DoesNotContain(kernel.Open().Values, static n => Pipes.Contains(n, StringComparer.Ordinal));
    }

    private static (uint Kind, int Value) Told(FakeKernel kernel, int index)
    {
        // As a status record begins: 16 bits of kind, 16 of the step, then the value. Before it the launcher was sent nothing.
        ControlMessage header = kernel.Sent[index].Header;
        return (header.Kind, header.Value);
    }

    private static FakeKernel Init(string[] carried, int pid, params string[] wakes) => Init(carried, pid, flags: 0, wakes);

    private static FakeKernel Init(string[] carried, int pid, int flags, params string[] wakes)
    {
        FakeKernel kernel = SamplePlans.EverythingKernel();
        kernel.Clones.Enqueue(0);
        kernel.Clones.Enqueue(First);
        kernel.Clones.Enqueue(pid);
        kernel.Wakes.Enqueue("control");
        kernel.Messages.Enqueue(Message(ControlKind.Join, flags));
        kernel.Carried.Enqueue(carried);
        Array.ForEach(wakes, kernel.Wakes.Enqueue);
        return kernel;
    }

    private static byte[] Message(ControlKind kind, int value)
    {
        ControlMessage message = new() { Kind = (uint)kind, Value = value };
        return MemoryMarshal.AsBytes(new ReadOnlySpan<ControlMessage>(in message)).ToArray();
    }
}
