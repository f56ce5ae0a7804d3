using Sandbox.Backends.Host;
using Sandbox.Backends.Native;
using Sandbox.Backends.Nspawn;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Linux.Processes;

namespace Sandbox.Cli.Container;

/// <summary>What is spawned for a plan of the nspawn backend on this machine.</summary>
internal static class ContainerCommand
{
    /// <exception cref="SandboxException">CS306: systemd-nspawn is not installed.</exception>
    public static ExecutorCommand Of(LaunchPlan plan, HostFacts facts, string executor, bool privateIds = true)
    {
        // Root runs it, so it is looked for where only root installs programs, whatever PATH says.
        string program = new ExecutableResolver("/usr/bin:/usr/sbin:/run/current-system/sw/bin", [], new HostFileProbe()).Find(NspawnCommand.Program) ?? throw new SandboxException(
            ErrorCode.Backend, $"--backend nspawn needs {NspawnCommand.Program}, which is not in /usr/bin: install the package systemd-container, or pass --backend native");
        uint first = privateIds && PrivateIds.Obstacle(plan) is null ? PrivateIds.Base((uint)Random.Shared.Next(), id => UserRanges.IsTaken(facts.Files, id)) : 0;
        return NspawnCommand.Of(plan, new Containment(plan.Uid + first, plan.Gid + first), program, executor);
    }
}
