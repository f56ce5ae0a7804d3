namespace Sandbox.Testing.Tests;

/// <summary>Reading <c>/proc/PID/stat</c>.</summary>
public sealed class ProcessStateTests
{
    [Fact]
    public void A_name_with_spaces_and_parentheses_is_read_whole()
    {
        ProcessState state = ProcessState.Parse(42, "42 (a) S (b) Z 1 40 41 0 -1 4 0 0 0 0 0 0 0 0 20 0 1 0 987 0 0\n");

        Assert.Equal(new ProcessState(42, "a) S (b", 'Z', 1, 40, 41, 987), state);
        Assert.False(state.IsAlive);
    }

    [Fact]
    public void The_kernel_says_the_same_of_this_process()
    {
        ProcessState state = ProcessState.Read(Environment.ProcessId)!;

        Assert.True(state.IsAlive);
        Assert.True(state.StartTime > 0);
        Assert.Contains(ProcessState.All(), s => s.Id == state.Id && s.StartTime == state.StartTime);
    }

    [Fact]
    public void A_zombie_is_not_alive()
    {
        // The shell becomes a sleep that never collects the child it has started.
        using LiveProcess process = ProcessRun.Start(new ProcessRequest("/bin/sh", "-c", "/bin/sleep 0.1 & echo $!; exec /bin/sleep 60"));
        process.WaitForOutput("\n", TimeSpan.FromSeconds(10));
        int zombie = int.Parse(process.OutputSoFar);

        Assert.True(SpinWait.SpinUntil(() => ProcessState.Read(zombie) is { State: 'Z' }, TimeSpan.FromSeconds(10)));
        Assert.True(Directory.Exists($"/proc/{zombie}"));
        Assert.False(ProcessState.Alive(zombie));
    }
}
