using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Core.Planning;

/// <summary>What the parts of the planner add to, in order.</summary>
internal sealed class PlanContext
{
    public required SandboxPolicy Policy { get; init; }

    public required HostFacts Facts { get; init; }

    /// <summary>Canonical project directory.</summary>
    public required string Project { get; init; }

    public required PathFacts ProjectFacts { get; init; }

    public List<PlannedMount> Mounts { get; } = [];

    public List<PlannedVariable> Variables { get; } = [];

    public List<Placeholder> Placeholders { get; } = [];

    public List<string> Notices { get; } = [];

    public Findings Findings { get; } = new();

    public IHostFiles Files => Facts.Files;

    /// <summary>XDG_RUNTIME_DIR inside.</summary>
    public string RuntimeDirectory => $"/run/user/{Facts.Uid}";

    /// <summary>Whether something of the host is already visible at this path.</summary>
    public bool IsVisible(string path) =>
        Mounts.OfType<BindMount>().Any(m => !m.IsFile && Paths.IsWithin(path, m.Target) && string.Equals(m.Source, m.Target, StringComparison.Ordinal));

    public void Set(string name, string value, string reason)
    {
        Variables.RemoveAll(v => string.Equals(v.Name, name, StringComparison.Ordinal));
        Variables.Add(new PlannedVariable { Name = name, Value = value, Reason = reason });
    }
}
