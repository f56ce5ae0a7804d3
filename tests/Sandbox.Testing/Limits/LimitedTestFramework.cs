using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Sandbox.Testing;

/// <summary>xunit's framework with a time limit on every test; tests/Shared names it for each test assembly.</summary>
public sealed class LimitedTestFramework(IMessageSink messageSink) : XunitTestFramework(messageSink)
{
    protected override ITestFrameworkDiscoverer CreateDiscoverer(IAssemblyInfo assemblyInfo) =>
        new LimitedDiscoverer(assemblyInfo, SourceInformationProvider, DiagnosticMessageSink);

    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new LimitedExecutor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);
}
