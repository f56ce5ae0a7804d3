using System.Diagnostics;

namespace Sandbox.Integration.Tests;

/// <summary>Waits for what happens in another process.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <exception cref="TestFailureException">It did not become true in time.</exception>
    public static async Task HoldsAsync(Func<bool> condition, string what, double seconds = 30)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed.TotalSeconds > seconds)
            {
                throw new TestFailureException($"after {seconds} s it is still not so that {what}");
            }

            await Task.Delay(Pause);
        }
    }

    /// <inheritdoc cref="HoldsAsync"/>
    public static void Holds(Func<bool> condition, string what, double seconds = 30) => HoldsAsync(condition, what, seconds).GetAwaiter().GetResult();
}
