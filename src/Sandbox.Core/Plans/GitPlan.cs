namespace Sandbox.Core.Plans;

/// <summary>
/// The project's repository and the private git directory that stands in the place of the host's. What of it is shared, and how, is in
/// <see cref="LaunchPlan.Mounts"/>; this is what the launcher keeps in step.
/// </summary>
public sealed record GitPlan
{
    /// <summary>Where the read-only git directory of the host is inside.</summary>
    public const string Inside = "/.claude-sandbox/git";

    /// <summary>The host's git directory of this work tree, with its HEAD and index: absolute, canonical.</summary>
    public required string GitDirectory { get; init; }

    /// <summary>Where objects and branches are; the same as <see cref="GitDirectory"/> but for linked work trees.</summary>
    public required string CommonDirectory { get; init; }

    /// <summary>The directory of our state that holds the private one (<see cref="PrivateName"/>) and what was last known to be the host's.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Bytes of an object's name: 20, or 32 with SHA-256.</summary>
    public required int HashLength { get; init; }

    /// <summary>The only part of <see cref="StateDirectory"/> that is inside.</summary>
    public const string PrivateName = "private";

    public string PrivateDirectory => StateDirectory + "/" + PrivateName;
}
