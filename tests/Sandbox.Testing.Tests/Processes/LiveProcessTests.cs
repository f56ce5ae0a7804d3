namespace Sandbox.Testing.Tests;

/// <summary>Children that run while the test does something.</summary>
public sealed class LiveProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void I_can_end_a_child_by_a_signal()
    {
        using LiveProcess process = ProcessRun.Start(new ProcessRequest("/bin/sleep", "60"));

        process.Send(Signal.Int);

        _ = process.WaitForExit().ExpectSignal(Signal.Int);
        Assert.False(ProcessState.Alive(process.Id));
    }

    [Fact]
    public void A_child_may_ignore_a_signal_but_not_its_time_limit()
    {
        using LiveProcess process = ProcessRun.Start(Dummy.Request("ignore-term", "60") with { TimeLimit = TimeSpan.FromSeconds(2) });
        process.WaitForOutput("ready", Patience);
        process.Send(Signal.Term);

        TestFailureException failure = Assert.Throws<TestFailureException>(process.WaitForExit);

        Assert.Contains("longer than its 2 s", failure.Message, StringComparison.Ordinal);
        Assert.Contains("ready", failure.Message, StringComparison.Ordinal);
        Assert.False(ProcessState.Alive(process.Id));
    }

    [Fact]
    public void The_time_limit_ends_the_whole_process_group()
    {
        ProcessRequest request = new("/bin/sh", "-c", "sleep 61 & echo child $!; wait") { TimeLimit = TimeSpan.FromSeconds(1) };
        using LiveProcess process = ProcessRun.Start(request);
        process.WaitForOutput("\n", Patience);
        int child = int.Parse(process.OutputSoFar.Split(' ')[1]);
        Assert.True(ProcessState.Alive(child));

        _ = Assert.Throws<TestFailureException>(process.WaitForExit);

        Assert.True(SpinWait.SpinUntil(() => !ProcessState.Alive(child), Patience));
    }

    [Fact]
    public void Disposal_ends_the_child()
    {
        LiveProcess process = ProcessRun.Start(Dummy.Request("sleep", "60"));
        process.WaitForOutput("ready", Patience);

        process.Dispose();

        Assert.Null(ProcessState.Read(process.Id));
    }

    [Fact]
    public void A_descendant_that_holds_the_output_open_does_not_hold_up_the_test()
    {
        ProcessResult result = ProcessRun.Run("/bin/sh", "-c", "sleep 5 & echo done").ExpectExit();

        Assert.True(result.OutputHeldOpen);
        Assert.Equal("done\n", result.OutputText);
        Assert.True(result.Duration < TimeSpan.FromSeconds(4));
    }

    [Fact]
    public void A_child_that_floods_its_output_is_stopped()
    {
        TestFailureException failure = Assert.Throws<TestFailureException>(() => ProcessRun.Run("/usr/bin/yes"));

        Assert.Contains("wrote more than", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_that_never_comes_fails_as_soon_as_the_child_has_ended()
    {
        using LiveProcess process = ProcessRun.Start(new ProcessRequest("/bin/echo", "other"));

        TestFailureException failure = Assert.Throws<TestFailureException>(() => process.WaitForOutput("awaited", Patience));

        Assert.Contains("it ended before \"awaited\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task I_can_await_the_end()
    {
        using LiveProcess process = ProcessRun.Start(new ProcessRequest("/bin/true"));

        Assert.Equal(0, (await process.Completion).ExitCode);
    }

    [Fact]
    public async Task Children_of_the_runtime_and_ours_do_not_disturb_each_other()
    {
        Task<ProcessResult>[] ours = [.. Enumerable.Range(0, 8).Select(n => Task.Run(() => ProcessRun.Run("/bin/sh", "-c", $"exit {n}")))];
        for (int n = 0; n < 8; n++)
        {
#pragma warning disable RS0030 // The point of this test is the runtime's own way to start processes.
            using var theirs = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", $"exit {n}"]))!;
#pragma warning restore RS0030
            await theirs.WaitForExitAsync();
            Assert.Equal(n, theirs.ExitCode);
        }

        Assert.Equal(Enumerable.Range(0, 8), (await Task.WhenAll(ours)).Select(static r => r.ExitCode!.Value));
    }
}
