using Sandbox.Backends.Nspawn;
using Sandbox.Backends.Vm;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Backends.Capabilities;

/// <summary>For every line of a policy how the plan's backend holds it. Pure: the same plan is the same report.</summary>
public static class CapabilityReport
{
    /// <summary>In the order in which people read them.</summary>
    public static IReadOnlyList<PolicyLine> Of(LaunchPlan plan)
    {
        // Native and bubblewrap end in the same executor with the same plan, so they hold the same.
        PolicyLine[] lines =
        [
            new("files", Enforcement.Enforced, plan.Backend == BackendKind.Vm ? "only what the plan lists exists for QEMU, and less inside" : "only what the plan lists exists inside"),
            new("protections", Enforcement.Enforced, "read-only mounts, present or absent; taking one away outside ends the sandbox"),
            new("environment", Enforcement.Enforced, "cleared, then what the plan lists"),
            Network(plan),
            new("capabilities", Enforcement.Enforced, "none, bounding set empty, no_new_privs"),
            plan.AllowNestedUserNamespaces
                ? new("namespaces", Enforcement.Weaker, "user namespaces may be made inside (--allow-nested-userns)")
                : new("namespaces", Enforcement.Enforced, "none can be made inside"),
            new("seccomp", Enforcement.Enforced, plan.Seccomp.AllowDebugging ? "deny list, without debugging calls (--allow-debug)" : "deny list"),
            Landlock(plan),
            Limit("memory", plan.Resources.Memory is null, plan.Resources.MemoryBy, "each process by itself"),
            Limit("processors", plan.Resources.Cpus is null, plan.Resources.CpusBy, "not at all"),
            Limit("processes", plan.Resources.Processes is null, plan.Resources.ProcessesBy, "all processes of this user inside together"),
            User(plan),
            plan.Backend == BackendKind.Vm
                ? new("terminal", Enforcement.Enforced, "the machine's own, relayed")
                : new("terminal", Enforcement.Enforced, "the caller's; calls that type into it are refused"),
            new("joining", Enforcement.Enforced, "sessions are forked by PID 1 inside"),
            new("lifetime", Enforcement.Enforced, "ends with its owner, whatever ends that"),
        ];
        return plan.Backend == BackendKind.Vm ? [.. lines, .. HostEndpoints.Lines(plan)] : lines;
    }

    /// <exception cref="SandboxException">CS306: something that was asked for cannot be held at all.</exception>
    public static void ThrowIfImpossible(LaunchPlan plan)
    {
        // The native one plans nothing that it cannot do: nothing is made for it on the way of every launch.
        if (plan.Backend == BackendKind.Native)
        {
            return;
        }

        foreach (PolicyLine line in Of(plan))
        {
            if (line.Enforcement == Enforcement.Impossible)
            {
                throw new SandboxException(ErrorCode.Backend, $"--backend {plan.Backend.Word()} cannot hold {line.Name}: {PrintableText.Escape(line.How)}: leave that out, or pass --backend native");
            }
        }
    }

    private static PolicyLine User(LaunchPlan plan) => (plan.Backend, PrivateIds.Obstacle(plan)) switch
    {
        (BackendKind.Nspawn, null) => new("user", Enforcement.Enforced, "outside an id that nobody has, where the file systems can show other owners"),
        (BackendKind.Nspawn, { } why) => new("user", Enforcement.Weaker, $"your own id outside: {why}"),
        _ => new("user", Enforcement.Enforced, "your own id outside, and none of its rights but to what is shared"),
    };

    private static PolicyLine Network(LaunchPlan plan) => plan.Network switch
    {
        NetworkMode.None => new("network", Enforcement.Enforced, "a loopback interface of its own and nothing else"),
        NetworkMode.AllowList => new("network", Enforcement.Enforced, "every connection ends at the launcher, which knows it by name"),
        _ => new("network", Enforcement.Weaker, "the host's, services on localhost included (--network host)"),
    };

    private static PolicyLine Landlock(LaunchPlan plan) => (plan.LandlockScopes, plan.LandlockFiles) switch
    {
        (true, not null) => new("second floor", Enforcement.Enforced, "Landlock: files, signals and abstract sockets"),
        (_, not null) => new("second floor", Enforcement.Weaker, "Landlock: files only on this kernel"),
        _ => new("second floor", Enforcement.Weaker, "no Landlock here: mounts and namespaces hold alone"),
    };

    private static PolicyLine Limit(string name, bool unlimited, LimitMeans means, string byRlimit) => (unlimited, means) switch
    {
        (true, _) => new(name, Enforcement.Enforced, "no limit asked for"),
        (_, LimitMeans.Machine) => new(name, Enforcement.Enforced, "the virtual machine's size"),
        (_, LimitMeans.Cgroup) => new(name, Enforcement.Enforced, "a control group, all of the sandbox together"),
        (_, LimitMeans.Rlimit) => new(name, Enforcement.Weaker, $"rlimits: {byRlimit}"),
        _ => new(name, Enforcement.Weaker, "nothing holds it here"),
    };
}
