#pragma warning disable xUnit1000, xUnit1048 // Not public, so that only TestTimeLimitTests runs them; one is the mistake that must be caught.
namespace Sandbox.Testing.Tests;

/// <summary>Tests of every kind, run by hand.</summary>
internal sealed class LimitSamples
{
    private static readonly TimeSpan Longer = TimeSpan.FromSeconds(5);

    [FactWithin(1)]
    public void Synchronous_and_too_long() => Thread.Sleep(Longer);

    [FactWithin(1)]
    public async Task Asynchronous_and_too_long() => await Task.Delay(Longer);

    [Fact(Timeout = 300)]
    public void Too_long_by_the_standard_attribute() => Thread.Sleep(Longer);

    [FactWithin(5)]
    public void In_time()
    {
    }

    [FactWithin(5)]
    public async Task In_time_too() => await Task.Delay(1);

    [Fact]
    public void Failing_by_itself() => throw new InvalidOperationException("own failure");

    [Fact]
    public async Task Failing_by_itself_later()
    {
        await Task.Delay(1);
        throw new TimeoutException("own failure");
    }

    [Fact]
    public async void Async_void() => await Task.Delay(1);
}
