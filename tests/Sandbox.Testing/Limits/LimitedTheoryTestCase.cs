using Xunit.Abstractions;
using Xunit.Sdk;

namespace Sandbox.Testing;

/// <summary>A theory whose rows are only known when it runs; the limit holds for each row.</summary>
public sealed class LimitedTheoryTestCase : XunitTheoryTestCase
{
    /// <summary>For xunit's deserialisation only.</summary>
    [Obsolete("for xunit's deserialisation only")]
    public LimitedTheoryTestCase()
    {
    }

    internal LimitedTheoryTestCase(
        IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod testMethod)
        : base(sink, display, displayOptions, testMethod)
    {
    }

    public override Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink,
        IMessageBus messageBus,
        object[] constructorArguments,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource) =>
        new LimitedTheoryRunner(this, constructorArguments, diagnosticMessageSink, messageBus, aggregator, cancellationTokenSource).RunAsync();

    // xunit's own limit would refuse synchronous tests.
    protected override int GetTimeout(IAttributeInfo factAttribute) => 0;
}
