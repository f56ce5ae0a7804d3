using Sandbox.Core.Plans;

namespace Sandbox.Backends.Native;

/// <summary>How a plan is carried out by a container manager (see ContainedFormat in the executor).</summary>
/// <param name="OuterUid">Whom the payload is on the host; the plan's own uid, or one that no user has.</param>
/// <param name="OuterGid">The group, likewise.</param>
/// <param name="Terminal">How the payload gets at the caller's terminal.</param>
public sealed record Containment(uint OuterUid, uint OuterGid, ContainedTerminal Terminal)
{
    /// <summary>The mounts, those that lead to the caller's terminal changed to the container's own where it has one.</summary>
    internal IReadOnlyList<PlannedMount> Mounts(IReadOnlyList<PlannedMount> mounts) => Terminal == ContainedTerminal.Passed
        ? mounts
        : [.. mounts.Select(static m => m is BindMount { Target: Console } console ? console with { Identity = null } : m)];

    private const string Console = "/dev/console";
}

/// <summary>Where the standard descriptors of a container lead.</summary>
public enum ContainedTerminal
{
    /// <summary>They are the caller's own.</summary>
    Passed,

    /// <summary>All three to a terminal of the container, which its manager relays to the caller's.</summary>
    Own,

    /// <summary>As <see cref="Own"/>, but for standard error, which is the caller's.</summary>
    OwnButErrors,
}
