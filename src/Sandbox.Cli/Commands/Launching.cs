using Sandbox.Backends.Host;
using Sandbox.Backends.Native;
using Sandbox.Cli.Agents;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Output;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Commands;

/// <summary>From a request to a plan, and from a plan to an exit code.</summary>
internal static class Launching
{
    /// <summary>Pure but for looking: nothing is made, installed or started.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="host">Surroundings.</param>
    /// <param name="install">Install the agent when it is missing (only when it is about to run).</param>
    /// <param name="messages">Progress and notices.</param>
    public static (LaunchPlan Plan, HostFacts Facts) Prepare(LaunchRequest request, CliHost host, bool install, Messages messages)
    {
        HostFacts facts = HostProbe.Gather(host.Environment);

        // Before the agent is looked for: a mistyped directory must not start an installation.
        (string project, _) = ProjectDirectory.Resolve(request.Policy.ProjectDirectory, facts);
        AgentSelection agents = new(facts, host, messages);
        Invocation invocation = request.Kind switch
        {
            LaunchKind.Agent => new RunAgent(agents.Required(request, project, install), request.Payload),
            LaunchKind.Shell => new RunShell(agents.Optional(request, project)),
            _ => new RunCommand(request.Payload, agents.Optional(request, project)),
        };
        LaunchPlan plan = Planner.Plan(request.Policy, facts, invocation);
        OwnFiles.ThrowIfWritable(plan, facts);
        return (plan, facts);
    }

    public static int Run(LaunchRequest request, CliHost host)
    {
        Messages messages = new(host.Error, request.Quiet);

        // Before planning: what a killed sandbox left behind must not be taken for the project's own.
        string stateRoot = XdgDirectories.State(HostProbe.Gather(host.Environment));
        PlaceholderJournal.SweepAll(stateRoot);
        (LaunchPlan plan, HostFacts facts) = Prepare(request, host, install: true, messages);
        NativeLauncher launcher = new(ExecutorFile.Find(host.ProgramDirectory), facts.Files);
        foreach (string notice in plan.Notices)
        {
            messages.Notice(notice);
        }

        foreach (string directory in plan.HostDirectories)
        {
            PrivateDirectory.Ensure(directory);
        }

        using PlaceholderJournal? journal = Protect(plan, stateRoot);
        LaunchResult result = launcher.Run(plan);
        if (result.Error is not null)
        {
            messages.Error(result.Error);
        }

        return result.ExitCode;
    }

    private static PlaceholderJournal? Protect(LaunchPlan plan, string stateRoot)
    {
        string[] covered = [.. plan.Mounts.OfType<SelfMount>().Where(m => !m.Writable && Paths.IsWithin(m.Target, plan.ProjectDirectory)).Select(m => m.Target)];
        return covered.Length == 0
            ? null
            : PlaceholderJournal.Create(ProjectState.Open(stateRoot, plan.ProjectDirectory), plan.Placeholders, covered);
    }
}
