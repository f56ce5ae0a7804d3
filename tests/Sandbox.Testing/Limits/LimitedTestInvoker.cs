using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Sandbox.Testing;

/// <summary>Runs the test method in a thread of its own and gives up on it when its time is over.</summary>
internal sealed class LimitedTestInvoker(
    ITest test,
    IMessageBus messageBus,
    Type testClass,
    object[] constructorArguments,
    MethodInfo testMethod,
    object[] testMethodArguments,
    IReadOnlyList<BeforeAfterTestAttribute> beforeAfterAttributes,
    ExceptionAggregator aggregator,
    CancellationTokenSource cancellationTokenSource)
    : XunitTestInvoker(
        test,
        messageBus,
        testClass,
        constructorArguments,
        testMethod,
        testMethodArguments,
        beforeAfterAttributes,
        aggregator,
        cancellationTokenSource)
{
    // xunit awaits a returned task whatever the method's own type is.
    protected override object CallTestMethod(object testClassInstance) => CallWithinLimit(testClassInstance);

    private async Task CallWithinLimit(object instance)
    {
        if (TestMethod.ReturnType == typeof(void) && TestMethod.GetCustomAttribute<AsyncStateMachineAttribute>() is not null)
        {
            throw new TestFailureException($"{TestMethod.Name} is async void: nobody can await it; return a Task");
        }

        Task work = Task.Factory.StartNew(
            () => GetTaskFromResult(base.CallTestMethod(instance)) ?? Task.CompletedTask,
            CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default).Unwrap();
        TimeSpan limit = Debugger.IsAttached ? Timeout.InfiniteTimeSpan : TestTimeLimit.Of(TestMethod);
        try
        {
            await work.WaitAsync(limit);
        }
        catch (TimeoutException) when (!work.IsCompleted)
        {
            throw new TestFailureException($"{TestMethod.Name} did not end within {limit.TotalSeconds} s");
        }
    }
}
