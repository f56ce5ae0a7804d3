using Sandbox.Core.Planning;
using Sandbox.Core.Plans;

namespace Sandbox.Backends;

/// <summary>A path of the host that a plan needs, with all below it.</summary>
/// <param name="Path">Absolute, without symbolic links.</param>
/// <param name="Writable">Something at or below it is writable inside.</param>
/// <param name="AllowDevices">Something at or below it is a device that works inside.</param>
/// <param name="Optional">It may have gone since planning.</param>
public sealed record PlanSource(string Path, bool Writable, bool AllowDevices, bool Optional);

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
