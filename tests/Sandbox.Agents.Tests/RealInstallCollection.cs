
namespace Sandbox.Agents.Tests;

/// <summary>Tests that share one <see cref="RealInstall"/>.</summary>
[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit's word.
public sealed class RealInstallCollection : ICollectionFixture<RealInstall>
#pragma warning restore CA1711
{
    public const string Name = "real install";
}
