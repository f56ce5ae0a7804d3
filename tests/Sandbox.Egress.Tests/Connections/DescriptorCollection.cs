namespace Sandbox.Egress.Tests.Connections;

/// <summary>What takes the whole process's descriptors runs beside nothing else.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class DescriptorCollection
{
    public const string Name = "descriptors";
}
