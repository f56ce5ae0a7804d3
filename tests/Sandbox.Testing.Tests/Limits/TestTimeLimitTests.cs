using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Sandbox.Testing.Tests;

/// <summary>Time limits of tests of both kinds.</summary>
public sealed class TestTimeLimitTests
{
    [Theory]
    [InlineData(nameof(LimitSamples.Synchronous_and_too_long), "did not end within 1 s")]
    [InlineData(nameof(LimitSamples.Asynchronous_and_too_long), "did not end within 1 s")]
    [InlineData(nameof(LimitSamples.Too_long_by_the_standard_attribute), "did not end within 0.3 s")]
    [InlineData(nameof(LimitSamples.Failing_by_itself), "own failure")]
    [InlineData(nameof(LimitSamples.Failing_by_itself_later), "own failure")]
    [InlineData(nameof(LimitSamples.Async_void), "async void")]
    public async Task A_test_that_is_too_long_or_wrong_fails(string method, string message)
    {
        using MessageCollector messages = new();

        RunSummary summary = await Run(method, messages);

        Assert.Equal(1, summary.Failed);
        Assert.True(summary.Time < 4);
        Assert.Contains(message, Assert.Single(Assert.Single(messages.Of<ITestFailed>()).Messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(LimitSamples.In_time))]
    [InlineData(nameof(LimitSamples.In_time_too))]
    public async Task A_test_in_time_passes(string method)
    {
        using MessageCollector messages = new();

        RunSummary summary = await Run(method, messages);

        Assert.Equal((1, 0), (summary.Total, summary.Failed));
    }

    [Fact]
    public void A_plain_fact_has_a_limit_too()
    {
        MethodInfo method = typeof(TestTimeLimitTests).GetMethod(nameof(A_plain_fact_has_a_limit_too))!;

        Assert.Equal(TestTimeLimit.Default, TestTimeLimit.Of(method));
        Assert.StartsWith("Sandbox.Testing.Limited", FrameworkName(), StringComparison.Ordinal);
    }

    [Fact]
    public void This_test_runs_in_a_thread_of_its_own() => Assert.False(Thread.CurrentThread.IsThreadPoolThread);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_limit_must_be_positive(int seconds)
    {
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new FactWithinAttribute(seconds));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new TheoryWithinAttribute(seconds));
    }

    [TheoryWithin(30)]
    [InlineData(30)]
    public void A_theory_can_name_a_limit(int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), TestTimeLimit.Of((MethodInfo)MethodBase.GetCurrentMethod()!));

    private static string FrameworkName() =>
        (string)typeof(TestTimeLimitTests).Assembly.CustomAttributes.Single(static a => a.AttributeType == typeof(TestFrameworkAttribute)).ConstructorArguments[0].Value!;

    private static async Task<RunSummary> Run(string name, MessageCollector messages)
    {
        TestAssembly assembly = new(Reflector.Wrap(typeof(LimitSamples).Assembly));
        TestCollection collection = new(assembly, null, "samples");
        TestMethod method = new(
            new TestClass(collection, Reflector.Wrap(typeof(LimitSamples))), Reflector.Wrap(typeof(LimitSamples).GetMethod(name)));
        using CancellationTokenSource cancellation = new();
        LimitedTestCase testCase = new(messages, TestMethodDisplay.Method, TestMethodDisplayOptions.None, method, null);
        return await testCase.RunAsync(messages, messages, [], new ExceptionAggregator(), cancellation);
    }
}
