using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Sandbox.Testing;

/// <summary>Notes what is about to run before xunit runs it.</summary>
internal sealed class LimitedExecutor(AssemblyName assemblyName, ISourceInformationProvider sources, IMessageSink sink)
    : XunitTestFrameworkExecutor(assemblyName, sources, sink)
{
    protected override ITestFrameworkDiscoverer CreateDiscoverer() =>
        new LimitedDiscoverer(AssemblyInfo, SourceInformationProvider, DiagnosticMessageSink);

    protected override void RunTestCases(
        IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
    {
        List<IXunitTestCase> cases = [.. testCases];
        TestRun.Begin(((IReflectionAssemblyInfo)AssemblyInfo).Assembly, cases);
        base.RunTestCases(cases, executionMessageSink, executionOptions);
    }
}
