namespace Sandbox.Core.Hosts;

/// <summary>Where this process may make control groups of its own.</summary>
/// <param name="Version">1 or 2; 0 for nowhere.</param>
/// <param name="Places">One directory a controller hierarchy.</param>
/// <param name="Why">Why a controller is missing, for people; null when none is.</param>
public sealed record CgroupFacts(int Version, IReadOnlyList<CgroupPlace> Places, string? Why)
{
    public static CgroupFacts Nowhere { get; } = new(0, [], "no control group may be made here");

    /// <summary>The directory in which a group with this controller can be made, or null.</summary>
    public string? Parent(string controller)
    {
        foreach (CgroupPlace place in Places)
        {
            foreach (string name in place.Controllers)
            {
                if (string.Equals(name, controller, StringComparison.Ordinal))
                {
                    return place.Directory;
                }
            }
        }

        return null;
    }
}
