using System.Diagnostics;
using Sandbox.Linux.Processes;
using static Sandbox.Processes.Tests.TestDefaults;

namespace Sandbox.Processes.Tests;

public sealed class CommandEndingTests
{
    [Fact]
    public async Task Cancelling_sends_SIGTERM_first()
    {
        using TempDirectory directory = TempDirectory.Create();
        string trace = $"{directory.Path}/trace";
        using CancellationTokenSource cancel = new();
        Task<CommandResult> run = Runner.RunAsync(
            Shell($"trap 'echo term > {trace}; exit 0' TERM; echo up > {trace}; while :; do sleep 0.05; done"), cancel.Token);
        await Until(() => File.Exists(trace));

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal("term\n", await File.ReadAllTextAsync(trace));
    }

    [Fact]
    public async Task A_child_that_ignores_SIGTERM_is_killed_after_the_grace_period()
    {
        using TempDirectory directory = TempDirectory.Create();
        string file = $"{directory.Path}/pid";
        using CancellationTokenSource cancel = new();
        Task<CommandResult> run = Runner.RunAsync(
            Shell($"trap '' TERM; echo $$ > {file}.new; mv {file}.new {file}; while :; do sleep 0.05; done"), cancel.Token);
        await Until(() => File.Exists(file));
        string pid = (await File.ReadAllTextAsync(file)).Trim();
        Stopwatch watch = Stopwatch.StartNew();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.39, 5);
        Assert.False(Directory.Exists($"/proc/{pid}"));
    }

    [Fact]
    public async Task A_timeout_ends_the_child_and_is_not_success()
    {
        CommandResult result = await Runner.RunAsync(
            Shell("echo started; trap 'exit 0' TERM; while :; do sleep 0.05; done") with { Timeout = TimeSpan.FromMilliseconds(300) }, CancellationToken.None);

        Assert.True(result.TimedOut);
        Assert.Equal(0, result.ExitCode);
        Assert.False(result.Succeeded);
        Assert.Equal("started\n", result.OutputText);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_before_it_starts_starts_nothing()
    {
        using TempDirectory directory = TempDirectory.Create();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Runner.RunAsync(Shell($"touch {directory.Path}/ran"), new CancellationToken(canceled: true)));

        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    private static async Task Until(Func<bool> condition)
    {
        for (int i = 0; i < 500 && !condition(); i++)
        {
            await Task.Delay(10);
        }

        Assert.True(condition());
    }
}
