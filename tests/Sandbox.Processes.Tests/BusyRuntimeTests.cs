using static Sandbox.Processes.Tests.TestDefaults;

namespace Sandbox.Processes.Tests;

/// <summary>LR-19: between clone and exec no managed code runs, so neither other threads nor the garbage collector can break a child.</summary>
public sealed class BusyRuntimeTests
{
    private const int Threads = 8;
    private const int Launches = 100;

    [Fact]
    public async Task Busy_threads_and_collections_lose_no_child()
    {
        using CancellationTokenSource end = new();
        long collected = 0;
        Thread[] threads =
        [
            .. Enumerable.Range(0, Threads).Select(i => new Thread(() =>
            {
                object[] kept = new object[64];
                for (int n = 0; !end.IsCancellationRequested; n++)
                {
                    kept[n % kept.Length] = new byte[1024];
                    if (i == 0 && n % 4096 == 0)
                    {
                        GC.Collect();
                        _ = Interlocked.Increment(ref collected);
                    }
                }
            }) { IsBackground = true }),
        ];
        Array.ForEach(threads, static t => t.Start());
        try
        {
            for (int i = 0; i < Launches; i++)
            {
                Assert.Equal(i % 256, (await Runner.RunAsync(Shell($"exit {i % 256}") with { GracePeriod = TimeSpan.FromMinutes(1) }, CancellationToken.None)).ExitCode);
            }
        }
        finally
        {
            await end.CancelAsync();
            Array.ForEach(threads, static t => t.Join());
        }

        Assert.True(Interlocked.Read(ref collected) > 0, "no collection ran meanwhile");
    }
}
