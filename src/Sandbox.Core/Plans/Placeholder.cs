namespace Sandbox.Core.Plans;

/// <summary>
/// An empty directory that the launcher makes on the host so that a protected name cannot be created inside,
/// and removes again when the sandbox ends.
/// </summary>
/// <param name="Path">Absolute host path; its parent exists.</param>
public sealed record Placeholder(string Path);
