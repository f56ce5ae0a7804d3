using Sandbox.Backends.Native;
using Sandbox.Core.Plans;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Files;

namespace Sandbox.Backends.Nspawn;

/// <summary>What is spawned for a container of systemd-nspawn: the executor, which makes the file tree and becomes systemd-nspawn.</summary>
public static class NspawnCommand
{
    /// <summary>Its file name.</summary>
    public const string Program = "systemd-nspawn";

    /// <param name="plan">The plan.</param>
    /// <param name="containment">Whom it runs as.</param>
    /// <param name="program">Absolute path of systemd-nspawn.</param>
    /// <param name="executor">Absolute path of claude-sandbox-exec.</param>
    public static ExecutorCommand Of(LaunchPlan plan, Containment containment, string program, string executor) =>
        new(executor, [executor, ContainedFormat.Outside, .. NspawnArguments.Of(plan, program, MachineName(), containment.OuterUid == 0)])
        {
            Containment = containment,
            Preparation = new Preparation(Program, Descriptor.Memory("nspawn-messages")),
        };

    // Unique for as long as anybody could look: two launches of one project never meet (G20).
    private static string MachineName() => $"claude-sandbox-{Guid.NewGuid().ToString("N")[..16]}";
}
