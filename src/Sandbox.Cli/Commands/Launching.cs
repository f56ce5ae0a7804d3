using Sandbox.Backends.Native;
using Sandbox.Backends.Nspawn;
using Sandbox.Backends.Vm;
using Sandbox.Backends.Vm.Planning;
using Sandbox.Cli.Agents;
using Sandbox.Cli.Container;
using Sandbox.Cli.Egress;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Live;
using Sandbox.Cli.Output;
using Sandbox.Cli.Settings;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Linux.Files;
using Sandbox.Sessions.Git;
using Sandbox.Sessions.Report;
using Sandbox.Sessions.Cgroups;
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
        host.Trace.Mark("command line");
        HostFacts facts = host.Facts with { ProgramDirectory = HostPath.Canonical(host.ProgramDirectory) };
        host.Trace.Mark("host facts");

        string project = Project(request, facts);
        if (request.Policy.Backend is null)
        {
            (BackendKind kind, string why) = BackendSelection.Strongest(facts, ExecutorFile.Find(host.ProgramDirectory), project);
            messages.Notice(why);
            request = request with { Policy = request.Policy with { Backend = kind } };
        }

        facts = facts with { ProjectStateDirectory = ProjectState.PathOf(CanonicalPath.Of(facts.Files, XdgDirectories.State(facts)), project) };
        if (request.Policy.Backend == BackendKind.Vm)
        {
            // The machine has terminals of its own.
            facts = facts with { Terminal = null };
        }

        AgentSelection agents = new(facts, host, messages);
        Invocation invocation = request.Kind switch
        {
            LaunchKind.Agent => new RunAgent(agents.Required(request, project, install), request.Payload),
            LaunchKind.Shell => new RunShell(agents.Optional(request, project)),
            _ => new RunCommand(request.Payload, agents.Optional(request, project)),
        };
        host.Trace.Mark("agent");
        if (request.Policy.Desktop)
        {
            string state = CanonicalPath.Of(facts.Files, ProjectState.PathOf(XdgDirectories.State(facts), project));
            facts = facts with { BrowserProfile = Paths.Join(state, "chromium") };
        }

        LaunchPlan plan = Planner.Plan(
            request.Policy, facts, invocation, new SessionValues(request.Keys.ProxyToken, GitHubToken.Variables(request.Policy, facts, request.Keys.GitHub)));
        OwnFiles.ThrowIfWritable(plan, facts);
        host.Trace.Mark("plan");
        return (plan, facts);
    }

    // Before the agent is looked for: a mistyped directory must not start an installation.
    private static string Project(LaunchRequest request, HostFacts facts)
    {
        try
        {
            return ProjectDirectory.Resolve(request.Policy.ProjectDirectory, facts).Path;
        }
        catch (SandboxException e) when (e.Code == ErrorCode.ProjectDirectory && request.Guess is { } guess &&
            facts.Files.Look(Paths.Anchor(request.Policy.ProjectDirectory, facts.WorkingDirectory, facts.Home)).Kind == PathKind.Missing)
        {
            throw new SandboxException(e.Code, $"no such project directory: {PrintableText.Escape(request.Policy.ProjectDirectory)} ({guess})", e);
        }
        catch (SandboxException)
        {
            // The planner says so too, and whatever else is wrong.
            _ = Planner.Plan(request.Policy, facts, new RunShell(null));
            throw;
        }
    }

    public static int Run(LaunchRequest request, CliHost host)
    {
        request = Configured.Apply(request, host);
        if (request.Policy.Backend == BackendKind.Nspawn)
        {
            Escalation.Escalate(host);
        }

        Messages messages = new(host.Error, request.Quiet, () => host.ErrorColors);
        (LaunchPlan plan, HostFacts facts) = Prepare(request, host, install: true, messages);
        plan = OwnTerminals.Settle(plan, request.Policy.Tmux && request.Kind != LaunchKind.Command, host);
        string executor = ExecutorFile.Find(host.ProgramDirectory);
        using ExecutorCommand command = BackendSelection.Command(plan, facts, executor);
        VmPrograms? programs = plan.Backend == BackendKind.Vm ? VmPrograms.Find(host.ProgramDirectory, executor) : null;
        ReportFile? reportFile = ReportFile.Of(request.Report, plan);
        Sweep(XdgDirectories.State(facts), messages);
        using Registration? registration = request.New ? null : new Registration(facts, messages);
        return (registration is null ? null : Joining.JoinOrRegister(plan, request, facts, messages, registration)) ??
            Start(plan, request, facts, new Means(command, VmSelection.Machine(plan, facts, programs, messages), programs), registration, reportFile, host, messages);
    }

    /// <summary>What carries out the plan.</summary>
    private sealed record Means(ExecutorCommand Command, VmMachine? Machine, VmPrograms? Programs);

    /// <summary>What launchers left that were killed, of this and every other project.</summary>
    private static void Sweep(string stateRoot, Messages messages)
    {
        PlaceholderJournal.SweepAll(stateRoot);
        List<string> notices = [];
        GitSession.SweepAll(stateRoot, notices);
        CgroupSweep.All(stateRoot);
        notices.ForEach(messages.Notice);
    }

    private static int Start(LaunchPlan plan, LaunchRequest request, HostFacts facts, Means means, Registration? registration, ReportFile? reportFile, CliHost host, Messages messages)
    {
        foreach (string notice in request.Tightened is { } tightened ? [.. plan.Notices, tightened] : plan.Notices)
        {
            messages.Notice(notice);
        }

        if (plan.Backend == BackendKind.Nspawn && PrivateIds.Obstacle(plan) is { } obstacle)
        {
            messages.Notice($"the container runs with your own user id outside: {obstacle}");
        }

        // Before anything is made: what a signal interrupts from here on is put away.
        using SignalForwarding signals = new();
        string stateRoot = XdgDirectories.State(facts);
        List<string> notices = [];

        // Opened when something needs it, and once.
        Lazy<ProjectState> state = new(() => ProjectState.Open(stateRoot, plan.ProjectDirectory));
        EgressSetup? setup = plan.Capture is null ? null : EgressSetup.Of(plan, request);
        using SandboxEgress? egress = setup is null ? null : new SandboxEgress(setup, facts, state.Value, messages);
        DateTimeOffset started = TimeProvider.System.GetUtcNow();
        registration?.Describe(new(() => LiveRecord.Of(ProjectKey.Of(plan.ProjectDirectory), plan, PolicyWords.Of(request.Policy, plan, facts), started)), setup, egress);
        NativeLauncher Native(ExecutorCommand command) => new(command, facts.Files, host.Trace.Mark, egress, registration) { Umask = host.Umask };
        using Handed<PlaceholderJournal> journal = new(() => Protect(plan, state));
        using GitSession? git = plan.Git is null ? null : GitSession.Begin(plan.Git, notices);
        notices.ForEach(messages.Notice);
        foreach (string directory in plan.HostDirectories)
        {
            PrivateDirectory.Ensure(directory);
        }

        using Handed<SandboxCgroup> cgroup = new(() => Limit(plan, stateRoot));
        if (registration is not null)
        {
            registration.Groups = cgroup.Value?.Hold;
        }

        host.Trace.Mark("state");
        if (signals.Early is { } signal)
        {
            return ExitCodes.SignalBase + signal;
        }

        using GitWatch? watch = git is null ? null : new GitWatch(git, messages);
        long start = ProjectReport.Now;
        LiveWatches watches = new(watch, DiskWatch.Of(plan.ProjectDirectory, messages));
        LaunchResult result = means.Machine is null
            ? Native(means.Command).Run(plan, signals, journal.Value?.Hold, watches, cgroup.Value?.Entrances)
            : new VmLauncher(means.Machine, means.Programs!, facts.Files, host.Trace.Mark, egress, registration).Run(plan, signals, journal.Value?.Hold, watches);
        if (result.CannotMapOwners)
        {
            messages.Notice($"{result.Error!.Message}: the sandbox runs with your own user id outside, as with --backend native");
            using ExecutorCommand own = ContainerCommand.Of(plan, facts, ExecutorFile.Find(host.ProgramDirectory), privateIds: false);
            result = Native(own).Run(plan, signals, journal.Value?.Hold, watches, cgroup.Value?.Entrances);
        }

        journal.IsElsewhere = cgroup.IsElsewhere = result.IsHandedOver;
        if (result.IsHandedOver)
        {
            git?.HandOver();
        }

        foreach (string line in git?.End() ?? [])
        {
            messages.Warning(line);
        }

        if (result.Error is not null)
        {
            messages.Error(result.Error);
        }

        Report(ProjectReport.Make(plan.ProjectDirectory, start), reportFile, plan, messages, host);
        foreach (string line in cgroup.Value is { } groups ? LimitReport.Lines(plan.Resources, groups.Directories) : [])
        {
            messages.Notice(line);
        }

        foreach (string line in egress?.Summary().Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            messages.Notice(line);
        }

        return result.ExitCode;
    }

    private static void Report(ProjectReport report, ReportFile? file, LaunchPlan plan, Messages messages, CliHost host)
    {
        if (ReportText.Line(report) is { } line)
        {
            messages.Notice(line);
        }

        file?.Write(report, plan.ProjectDirectory, host.Error);
    }

    private static SandboxCgroup? Limit(LaunchPlan plan, string stateRoot)
    {
        if (plan.Resources.Cgroup is not { } groups)
        {
            return null;
        }

        return SandboxCgroup.Create(stateRoot, groups);
    }

    private static PlaceholderJournal? Protect(LaunchPlan plan, Lazy<ProjectState> state)
    {
        string[] covered = [.. plan.Mounts.OfType<SelfMount>().Where(m => !m.Writable && Paths.IsWithin(m.Target, plan.ProjectDirectory)).Select(m => m.Target)];
        return covered.Length == 0
            ? null
            : PlaceholderJournal.Create(state.Value, plan.Placeholders, covered);
    }
}
