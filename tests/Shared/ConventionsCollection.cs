namespace Sandbox.Testing.Conventions;

/// <summary>xunit runs collections that forbid parallelism after all the others have finished.</summary>
[CollectionDefinition(ConventionsLast.CollectionName, DisableParallelization = true)]
public sealed class ConventionsCollection;
