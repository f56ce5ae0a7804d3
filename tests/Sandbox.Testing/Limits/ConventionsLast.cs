using Xunit;
using Xunit.Abstractions;

namespace Sandbox.Testing;

/// <summary>Puts the collection of tests that judge the whole run behind all others.</summary>
public sealed class ConventionsLast : ITestCollectionOrderer
{
    /// <summary>Its definition forbids parallelism, which alone makes xunit run it after the parallel ones.</summary>
    public const string CollectionName = "conventions, after all other tests";

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(static c => string.Equals(c.DisplayName, CollectionName, StringComparison.Ordinal));
}
