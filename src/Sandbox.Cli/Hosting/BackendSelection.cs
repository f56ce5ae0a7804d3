using Sandbox.Backends.Bubblewrap;
using Sandbox.Backends.Capabilities;
using Sandbox.Backends.Native;
using Sandbox.Cli.Container;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Linux.Processes;

namespace Sandbox.Cli.Hosting;

/// <summary>Which backend carries out a plan, and how it is started.</summary>
internal static class BackendSelection
{
    /// <summary>What is spawned for a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="facts">This machine.</param>
    /// <param name="executor">Absolute path of claude-sandbox-exec.</param>
    /// <param name="project">Where no program is taken from, beside what the plan makes writable; or null.</param>
    /// <exception cref="SandboxException">CS306: the backend cannot be used here.</exception>
    public static ExecutorCommand Command(LaunchPlan plan, HostFacts facts, string executor, string? project = null)
    {
        CapabilityReport.ThrowIfImpossible(plan);
        return plan.Backend switch
        {
            // QEMU's own sandbox is a native one.
            BackendKind.Native or BackendKind.Vm => ExecutorCommand.Native(executor),
            BackendKind.Bubblewrap => BubblewrapCommand.Of(plan, Tool(BubblewrapCommand.Program, "bubblewrap", plan, facts, project), executor),
            BackendKind.Nspawn => ContainerCommand.Of(plan, facts, executor),
            _ => throw new SandboxException(ErrorCode.Backend, $"--backend {plan.Backend.Word()}: this build does not have it: use one of {string.Join(", ", BackendKinds.Words)}"),
        };
    }

    /// <summary>The strongest that starts a program here without root, and a line that says which and why.</summary>
    /// <param name="facts">This machine.</param>
    /// <param name="executor">Absolute path of claude-sandbox-exec.</param>
    /// <param name="project">For which it is wanted: nothing of it is started.</param>
    /// <exception cref="SandboxException">None does; with what the native one says.</exception>
    public static (BackendKind Kind, string Why) Strongest(HostFacts facts, string executor, string project)
    {
        SandboxException? native = Try(BackendKind.Native, facts, executor, project);
        if (native is null)
        {
            return (BackendKind.Native, "backend native: a trial launch works here, and nothing stronger does without root");
        }

        return Try(BackendKind.Bubblewrap, facts, executor, project) is null
            ? (BackendKind.Bubblewrap, $"backend bubblewrap: a trial launch works here, one of the native backend does not ({native.Message})")
            : throw native;
    }

    /// <summary>What keeps a backend from starting a program here; null when nothing does. Nothing of the project is started.</summary>
    public static SandboxException? Try(BackendKind kind, HostFacts facts, string executor, string? project)
    {
        try
        {
            return NativeTrial.Run(plan => Command(plan with { Backend = kind }, facts, executor, project), facts).Error;
        }
        catch (SandboxException e) when (e.Code == ErrorCode.Backend)
        {
            return e;
        }
    }

    /// <summary>Finds programs where the sandbox of a plan cannot write: one that it can is none (PR-17).</summary>
    public static ExecutableResolver Programs(LaunchPlan plan, HostFacts facts, string? project = null)
    {
        IEnumerable<string> writable = plan.Mounts.OfType<BindMount>().Where(static m => m.Writable).Select(static m => m.Source);
        return new ExecutableResolver(facts.Variable("PATH"), [.. project is null ? writable : writable.Append(project)], new HostFileProbe());
    }

    private static string Tool(string name, string package, LaunchPlan plan, HostFacts facts, string? project) =>
        Programs(plan, facts, project).Find(name) ?? throw new SandboxException(
            ErrorCode.Backend,
            $"--backend {plan.Backend.Word()} needs {name}, which is not on PATH outside of what the sandbox may write: install the package {package}, or pass --backend native");
}
