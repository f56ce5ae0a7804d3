using Sandbox.Core.Planning;
using Sandbox.Core.Plans;

namespace Sandbox.Backends;

/// <summary>The sources of a plan's mounts, for programs that prepare a root in which each has its own path.</summary>
public static class PlanSources
{
    /// <summary>The topmost ones, in the order of their paths: what lies below another comes with it.</summary>
    public static IReadOnlyList<PlanSource> Of(IReadOnlyList<PlannedMount> mounts)
    {
        List<PlanSource> sources = [];
        foreach (BindMount bind in mounts.OfType<BindMount>().OrderBy(static b => b.Source, StringComparer.Ordinal))
        {
            PlanSource source = new(bind.Source, bind.Writable, bind.AllowDevices, bind.Optional);
            int above = sources.FindIndex(s => Paths.IsWithin(bind.Source, s.Path));
            if (above < 0)
            {
                sources.Add(source);
            }
            else
            {
                PlanSource top = sources[above];
                bool same = string.Equals(top.Path, source.Path, StringComparison.Ordinal);
                sources[above] = top with
                {
                    Writable = top.Writable || source.Writable,
                    AllowDevices = top.AllowDevices || source.AllowDevices,
                    Optional = top.Optional && (!same || source.Optional),
                };
            }
        }

        return sources;
    }
}
