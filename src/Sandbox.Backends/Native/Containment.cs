namespace Sandbox.Backends.Native;

/// <summary>How a plan is carried out by a container manager (see ContainedFormat in the executor).</summary>
/// <param name="OuterUid">Whom the payload is on the host; the plan's own uid, or one that no user has.</param>
/// <param name="OuterGid">The group, likewise.</param>
public sealed record Containment(uint OuterUid, uint OuterGid);
