using Sandbox.Core.Planning;

namespace Sandbox.Backends.Bubblewrap;

/// <summary>
/// For every source bwrap reads the whole mount table again, so that dozens of small files cost more than everything else it does. A plan takes dozens from /etc.
/// </summary>
internal static class FewerSources
{
    private const string Directory = "/etc";

    // What is a handful is let in one by one.
    private const int Handful = 8;

    /// <summary>In place of many read-only sources below /etc, /etc itself, read-only. What is writable or a device stays a source of its own above it.</summary>
    /// <param name="sources">In the order of their paths.</param>
    public static IReadOnlyList<PlanSource> Of(IReadOnlyList<PlanSource> sources)
    {
        List<PlanSource> others = [];
        foreach (PlanSource source in sources)
        {
            if (source.Writable || source.AllowDevices || !Paths.IsWithin(source.Path, Directory))
            {
                others.Add(source);
            }
        }

        // In front of all: it must not cover what is below it.
        return sources.Count - others.Count <= Handful ? sources : [new PlanSource(Directory, Writable: false, AllowDevices: false, Optional: false), .. others];
    }
}
