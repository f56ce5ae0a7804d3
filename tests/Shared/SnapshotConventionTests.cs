using System.Reflection;

namespace Sandbox.Testing.Conventions;

/// <summary>What holds for the snapshots of every test project.</summary>
[Collection(ConventionsLast.CollectionName)]
public sealed class SnapshotConventionTests
{
    [Fact]
    public void Every_verified_file_is_asked_for_by_a_test() =>
        Snapshot.AssertNoneDangling(Assembly.GetExecutingAssembly());
}
