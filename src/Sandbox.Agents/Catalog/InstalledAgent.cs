namespace Sandbox.Agents.Catalog;

/// <summary>One complete installation in the store.</summary>
public sealed record InstalledAgent
{
    public required SemanticVersion Version { get; init; }

    /// <summary>Its own directory, which holds the program and nothing of anybody else.</summary>
    public required string Directory { get; init; }

    public required string Executable { get; init; }

    /// <summary>SHA-256 of the program when it was installed, lower-case hex.</summary>
    public required string Sha256 { get; init; }
}
