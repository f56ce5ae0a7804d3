using System.Runtime.InteropServices;
using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Network;

/// <summary>Connections to servers inside, made by PID 1 when the launcher asks.</summary>
public sealed class InwardTests
{
    private const int ECONNREFUSED = 111;

    [Fact]
    public void A_connection_that_is_asked_for_is_made_without_waiting_and_handed_out()
    {
        using FakeKernel kernel = Asked(8080, 7);
        string[] calls = [.. kernel.Calls.SkipWhile(c => !c.Is("recvmsg")).Select(c => c.ToString())];
        Assert.Equal(
            [
                "recvmsg(<control>, TRUNC|DONTWAIT|CMSG_CLOEXEC)", "socket(INET, STREAM NONBLOCK|CLOEXEC)", "connect(<socket>, 127.0.0.1:8080) -> EINPROGRESS",
                "getsockopt(<socket>, ERROR)", "sendmsg(<control>, 4 0 7 <socket>, DONTWAIT|NOSIGNAL)", "close(<socket>)",
            ],
            calls[..^1]);
        Assert.StartsWith("poll(", calls[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("socket(INET, STREAM NONBLOCK", C.EMFILE)]
    [InlineData("connect(", C.EPERM)]
    [InlineData("getsockopt(", C.EINVAL)]
    public void A_call_that_fails_is_told_by_its_error(string call, int error)
    {
        using FakeKernel kernel = Asked(8080, 7, k => k.Script(call, -error));
        ExpectAnswer(kernel, error, 7);
    }

    [Fact]
    public void A_refusal_is_told_by_its_error()
    {
        using FakeKernel kernel = Asked(8080, 7, k => k.ConnectError = ECONNREFUSED);
        ExpectAnswer(kernel, ECONNREFUSED, 7);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65536)]
    [InlineData(int.MinValue)]
    public void A_port_that_is_none_is_told_as_an_error_and_nothing_is_made(int port)
    {
        using FakeKernel kernel = Asked(port, uint.MaxValue);
        ExpectAnswer(kernel, C.EINVAL, uint.MaxValue);
        Assert.DoesNotContain(kernel.Calls.SkipWhile(c => !c.Is("recvmsg")), c => c.Is("socket"));
    }

    [Fact]
    public void A_launcher_that_does_not_read_holds_nobody_up()
    {
        using FakeKernel kernel = Asked(8080, 7, k => k.Script("sendmsg(", -C.EAGAIN));
        Assert.DoesNotContain("socket", kernel.Open().Values);
        Assert.Equal("close(<socket>)", kernel.Calls[^2].Text);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(13)]
    [InlineData(64)]
    public void A_question_of_another_length_is_not_answered(int length)
    {
        using FakeKernel kernel = Init();
        byte[] question = new byte[64];
        Question(8080, 1).CopyTo(question, 0);
        kernel.Wakes.Enqueue("control");
        kernel.Messages.Enqueue(question[..length]);
        Assert.True(kernel.Launch().IsWaiting);
        Assert.Empty(kernel.Sent);
    }

    private static void ExpectAnswer(FakeKernel kernel, int error, uint number)
    {
        SentMessage answer = Assert.Single(kernel.Sent);
        Assert.Equal(((uint)ControlKind.Connected, error, number), (answer.Header.Kind, answer.Header.Value, answer.Header.Number));
        Assert.Empty(answer.Descriptors);
        Assert.DoesNotContain("socket", kernel.Open().Values);
    }

    private static FakeKernel Asked(int port, uint number, Action<FakeKernel>? prepare = null)
    {
        FakeKernel kernel = Init();
        kernel.Wakes.Enqueue("control");
        kernel.Messages.Enqueue(Question(port, number));
        prepare?.Invoke(kernel);
        Assert.True(kernel.Launch().IsWaiting);
        return kernel;
    }

    private static FakeKernel Init()
    {
        FakeKernel kernel = SamplePlans.Bare().Kernel();
        kernel.Clones.Enqueue(0);
        kernel.Clones.Enqueue(2);
        return kernel;
    }

    private static byte[] Question(int port, uint number)
    {
        ControlMessage message = new() { Kind = (uint)ControlKind.Connect, Value = port, Number = number };
        return MemoryMarshal.AsBytes(new ReadOnlySpan<ControlMessage>(in message)).ToArray();
    }
}
