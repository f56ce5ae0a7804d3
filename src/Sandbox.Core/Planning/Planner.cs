using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Network;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Core.Planning;

/// <summary>Policy, facts and invocation in; a complete plan or every mistake at once out. Without side effects.</summary>
public static class Planner
{
    /// <summary>Host name inside.</summary>
    public const string Hostname = "claude-sandbox";

    private const int LandlockScopesAbi = 6;

    // A path that nothing can have.
    private const string NoProject = "/.";

    /// <exception cref="SandboxException">The policy cannot be carried out here; <see cref="SandboxException.Others"/> holds further findings.</exception>
    /// <param name="policy">What the user wants.</param>
    /// <param name="facts">What this machine has.</param>
    /// <param name="invocation">What to run.</param>
    /// <param name="session">What was made up for this launch; null for a plan that is only looked at.</param>
    public static LaunchPlan Plan(SandboxPolicy policy, HostFacts facts, Invocation invocation, SessionValues? session = null)
    {
        Findings findings = new();
        NetworkRules rules = NetworkPart.Rules(policy, facts, findings);
        IReadOnlyList<PublishRule> published = NetworkPart.Published(policy, findings);
        PolicyCheck.Add(policy, findings);
        (string project, PathFacts? projectFacts) = Project(policy, facts, findings);
        PlanContext context = new() { Policy = policy, Facts = facts, Project = project, ProjectFacts = projectFacts ?? PathFacts.Missing, Findings = findings };
        AgentLaunch? agent = EnvironmentTable.AgentOf(invocation);

        SystemTree.Add(context);
        EtcTree.Add(context);
        KernelTree.Add(context);
        PrivateTree.Add(context);
        ForwardTree.Add(context);
        BrowserTree.Add(context);
        AddAgent(context, agent);
        IReadOnlyList<PlannedMount> inside = GrantTree.Add(context);
        if (projectFacts is not null)
        {
            ProjectTree.Add(context);
            RepositoryAbove.Say(context);
        }

        context.Mounts.AddRange(inside);
        context.Mounts.Add(new RelockMount { Target = "/", Reason = "system" });
        NetworkPart.Variables(context, session);
        if (policy.Backend == BackendKind.Vm)
        {
            MachineGit.Add(context);
        }

        EnvironmentTable.Add(context, invocation);
        bool scopes = Landlock(context);
        NetworkPart.Notices(context, published);
        NetworkPart.CheckRulesFile(context);
        string? qmp = QmpPart.Of(context);
        ResourcePlan resources = policy.Backend == BackendKind.Vm ? MachineLimits.Of(policy.Limits, facts) : LimitsPart.Of(policy.Limits, facts);
        if (policy.Backend != BackendKind.Vm)
        {
            LimitsPart.Say(context, resources);
        }

        IReadOnlyList<string> arguments = CommandLine.Arguments(context, invocation);
        bool tmux = policy.Tmux && invocation is not RunCommand;
        if (tmux)
        {
            arguments = TmuxCommand.Of(context, arguments);
        }

        if (arguments[0].Length == 0)
        {
            findings.Add(ErrorCode.CommandNotFound, "'': command not found: the first word after -- is empty");
        }

        findings.ThrowIfAny();

        return new LaunchPlan
        {
            Backend = policy.Backend ?? BackendKind.Native,
            QmpSocket = qmp,
            ProjectDirectory = project,
            HostDirectories = BrowserTree.HostDirectories(context, agent?.HostDirectories ?? []),
            Placeholders = context.Placeholders,
            Git = context.Git,
            Mounts = context.Mounts,
            Environment = context.Variables,
            Arguments = arguments,
            ExecutableCandidates = CommandLine.Candidates(context, arguments[0]),
            WorkingDirectory = project,
            OwnTerminal = policy.Pty || tmux,
            Uid = facts.Uid,
            Gid = facts.Gid,
            Hostname = Hostname,
            Network = policy.Network,
            Capture = NetworkPart.Capture(policy, rules),
            Rules = rules,
            RulesFile = RulesFile.PathOf(policy.Egress, facts),
            Published = published,
            Seccomp = new SeccompSettings(policy.AllowNestedUserNamespaces, policy.AllowDebugging, facts.Uid == 0),
            AllowNestedUserNamespaces = policy.AllowNestedUserNamespaces,
            LandlockScopes = scopes,
            Forwards = context.Forwards,
            LandlockFiles = LandlockPart.Of(context.Mounts, facts.LandlockAbi, policy.AllowNestedUserNamespaces, facts.Uid),
            Limits = LimitsPart.Rlimits(resources, facts),
            Resources = resources,
            Notices = context.Notices,
            CredentialFile = agent?.CredentialFile ?? false,
        };
    }

    // Without a project the rest is still looked at, so that the user hears of every mistake at once.
    private static (string Path, PathFacts? Facts) Project(SandboxPolicy policy, HostFacts facts, Findings findings)
    {
        try
        {
            return ProjectDirectory.Resolve(policy.ProjectDirectory, facts);
        }
        catch (SandboxException e)
        {
            findings.Add(e.Code, e.Message);
            return (NoProject, null);
        }
    }

    private static void AddAgent(PlanContext context, AgentLaunch? agent)
    {
        foreach (string directory in agent?.VisibleDirectories ?? [])
        {
            PathFacts facts = context.Files.Follow(directory);
            if (facts.Canonical is not null && !context.IsVisible(facts.Canonical))
            {
                context.Mounts.Add(new BindMount { Target = context.Place(directory), Source = facts.Canonical, Reason = "agent" });
            }
        }

        context.Mounts.AddRange(agent?.Home ?? []);
    }

    private static bool Landlock(PlanContext context)
    {
        bool available = context.Facts.LandlockAbi >= LandlockScopesAbi;
        if (!available && context.Policy.Network == NetworkMode.Host)
        {
            context.Findings.Add(
                ErrorCode.KernelFeature,
                $"--network host needs Landlock ABI {LandlockScopesAbi} (Linux 6.12) to keep the host's abstract sockets out, this kernel has {context.Facts.LandlockAbi}: use --network none, or a newer kernel");
        }

        return available;
    }
}
