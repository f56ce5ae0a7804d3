using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Sandbox.Testing;

/// <summary>Runs a <see cref="LimitedTestCase"/>.</summary>
internal sealed class LimitedTestCaseRunner(
    LimitedTestCase testCase,
    object[] constructorArguments,
    IMessageBus messageBus,
    ExceptionAggregator aggregator,
    CancellationTokenSource cancellationTokenSource)
    : XunitTestCaseRunner(
        testCase,
        testCase.DisplayName,
        testCase.SkipReason,
        constructorArguments,
        testCase.TestMethodArguments,
        messageBus,
        aggregator,
        cancellationTokenSource)
{
    protected override XunitTestRunner CreateTestRunner(
        ITest test,
        IMessageBus messageBus,
        Type testClass,
        object[] constructorArguments,
        MethodInfo testMethod,
        object[] testMethodArguments,
        string skipReason,
        IReadOnlyList<BeforeAfterTestAttribute> beforeAfterAttributes,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource) =>
        new LimitedTestRunner(
            test,
            messageBus,
            testClass,
            constructorArguments,
            testMethod,
            testMethodArguments,
            skipReason,
            beforeAfterAttributes,
            aggregator,
            cancellationTokenSource);
}
