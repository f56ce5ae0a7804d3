using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Sandbox.Testing;

/// <summary>Finds tests as xunit does and gives the plain <c>[Fact]</c> and <c>[Theory]</c> limits too.</summary>
internal sealed class LimitedDiscoverer(IAssemblyInfo assembly, ISourceInformationProvider sources, IMessageSink sink)
    : XunitTestFrameworkDiscoverer(assembly, sources, sink)
{
    protected override bool FindTestsForMethod(
        ITestMethod testMethod,
        bool includeSourceInformation,
        IMessageBus messageBus,
        ITestFrameworkDiscoveryOptions discoveryOptions)
    {
        IAttributeInfo[] facts = [.. testMethod.Method.GetCustomAttributes(typeof(FactAttribute))];
        if (facts is not [IReflectionAttributeInfo only] || only.Attribute.GetType() is not { } kind
            || (kind != typeof(FactAttribute) && kind != typeof(TheoryAttribute)))
        {
            return base.FindTestsForMethod(testMethod, includeSourceInformation, messageBus, discoveryOptions);
        }

        IXunitTestCaseDiscoverer discoverer = kind == typeof(FactAttribute)
            ? new LimitedFactDiscoverer(DiagnosticMessageSink)
            : new LimitedTheoryDiscoverer(DiagnosticMessageSink);
        return discoverer.Discover(discoveryOptions, testMethod, only)
            .All(testCase => ReportDiscoveredTestCase(testCase, includeSourceInformation, messageBus));
    }
}
