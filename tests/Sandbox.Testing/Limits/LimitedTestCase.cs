using Xunit.Abstractions;
using Xunit.Sdk;

namespace Sandbox.Testing;

/// <summary>A fact, or one row of a theory, with a time limit.</summary>
public sealed class LimitedTestCase : XunitTestCase
{
    /// <summary>For xunit's deserialisation only.</summary>
    [Obsolete("for xunit's deserialisation only")]
    public LimitedTestCase()
    {
    }

    internal LimitedTestCase(
        IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod testMethod, object[]? arguments)
        : base(sink, display, displayOptions, testMethod, arguments)
    {
    }

    public override Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink,
        IMessageBus messageBus,
        object[] constructorArguments,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource) =>
        new LimitedTestCaseRunner(this, constructorArguments, messageBus, aggregator, cancellationTokenSource).RunAsync();

    // xunit's own limit would refuse synchronous tests.
    protected override int GetTimeout(IAttributeInfo factAttribute) => 0;
}
