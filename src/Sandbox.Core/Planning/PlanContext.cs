using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Core.Planning;

/// <summary>What the parts of the planner add to, in order.</summary>
internal sealed class PlanContext
{
    // As many as the kernel follows (MAXSYMLINKS).
    private const int MostLinks = 40;

    public required SandboxPolicy Policy { get; init; }

    public required HostFacts Facts { get; init; }

    /// <summary>Canonical project directory.</summary>
    public required string Project { get; init; }

    public required PathFacts ProjectFacts { get; init; }

    public required Findings Findings { get; init; }

    /// <summary>Path of the system outside, before that of each of its files inside; empty for this machine's.</summary>
    public string SystemPrefix { get; set; } = string.Empty;

    /// <summary>The NixOS system that is inside, or null.</summary>
    public string? NixosSystem { get; set; }

    public List<PlannedMount> Mounts { get; } = [];

    public List<PlannedVariable> Variables { get; } = [];

    public List<Placeholder> Placeholders { get; } = [];

    public List<string> Notices { get; } = [];

    /// <summary>Those that grant something.</summary>
    public List<PlannedForward> Forwards { get; } = [];

    public GitPlan? Git { get; set; }

    public IHostFiles Files => Facts.Files;

    /// <summary>Bytes of each private in-memory place.</summary>
    public long TmpSize => LimitsPart.TmpSize(Policy.Limits, Facts);

    /// <summary>XDG_RUNTIME_DIR inside.</summary>
    public string RuntimeDirectory => $"/run/user/{Facts.Uid}";

    /// <summary>Whether the host's own directory is already visible at this path: the last mount above it decides.</summary>
    public bool IsVisible(string path) =>
        Mounts.LastOrDefault(m => m is BindMount { IsFile: false } or TmpfsMount && Paths.IsWithin(path, m.Target)) is BindMount bind &&
        string.Equals(bind.Source, bind.Target, StringComparison.Ordinal);

    /// <summary>The same place inside, by a way without the symbolic links that the plan makes: mounts are never put behind one.</summary>
    public string Place(string path)
    {
        for (int i = 0; i < MostLinks; i++)
        {
            if (Mounts.OfType<SymlinkEntry>().FirstOrDefault(l => Paths.IsWithin(path, l.Target)) is not { } link)
            {
                break;
            }

            path = Paths.Absolute(link.LinkTarget + path[link.Target.Length..], Paths.Parent(link.Target), "/");
        }

        return path;
    }

    /// <summary>Whether the user lets the agent write this protected name.</summary>
    public bool IsReleased(string name) =>
        Policy.WritableProtectedNames.Any(n => n is "all" || string.Equals(n, name, StringComparison.Ordinal));

    public void Set(string name, string value, string reason)
    {
        Variables.RemoveAll(v => string.Equals(v.Name, name, StringComparison.Ordinal));
        Variables.Add(new PlannedVariable { Name = name, Value = value, Reason = reason });
    }
}
