using Sandbox.Core.Network;
using Sandbox.Core.Policy;

namespace Sandbox.Core.Plans;

/// <summary>
/// Exactly what will happen, decided before the first side effect. A backend turns it into commands or bytes and adds nothing.
/// </summary>
public sealed record LaunchPlan
{
    /// <summary>What carries it out.</summary>
    public BackendKind Backend { get; init; }

    /// <summary>Canonical absolute path at which the virtual machine's monitor is to listen for the user, seen by no sandbox; null for nowhere.</summary>
    public string? QmpSocket { get; init; }

    /// <summary>Canonical absolute path of the project, the same inside and outside.</summary>
    public required string ProjectDirectory { get; init; }

    /// <summary>Directories to make on the host before anything else (0700), such as the agent's history directory.</summary>
    public required IReadOnlyList<string> HostDirectories { get; init; }

    public required IReadOnlyList<Placeholder> Placeholders { get; init; }

    /// <summary>The private git directory; null where the project is no repository or all of it is writable.</summary>
    public GitPlan? Git { get; init; }

    public required IReadOnlyList<PlannedMount> Mounts { get; init; }

    public required IReadOnlyList<PlannedVariable> Environment { get; init; }

    /// <summary>argv of the payload; argv[0] as the payload sees it.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Paths inside to try in order, as a search of PATH would.</summary>
    public required IReadOnlyList<string> ExecutableCandidates { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>The payload gets a terminal of the sandbox's own in place of the user's.</summary>
    public bool OwnTerminal { get; init; }

    public required uint Uid { get; init; }

    public required uint Gid { get; init; }

    public required string Hostname { get; init; }

    public required NetworkMode Network { get; init; }

    /// <summary>What leads out of the sandbox's own network; null: nothing does. Not with <see cref="NetworkMode.Host"/>.</summary>
    public CapturePlan? Capture { get; init; }

    /// <summary>What <see cref="Capture"/> lets through.</summary>
    public NetworkRules Rules { get; init; } = NetworkRules.Nothing;

    /// <summary>Where some of <see cref="Rules"/> come from; they follow it while the sandbox runs. Null for nowhere.</summary>
    public string? RulesFile { get; init; }

    /// <summary>Ports of the host that lead inside.</summary>
    public IReadOnlyList<PublishRule> Published { get; init; } = [];

    public required SeccompSettings Seccomp { get; init; }

    public required bool AllowNestedUserNamespaces { get; init; }

    /// <summary>Landlock: abstract unix sockets and signals stay inside.</summary>
    public required bool LandlockScopes { get; init; }

    /// <summary>Landlock: what may be done to files, whatever the mounts allow; null: the mounts alone decide.</summary>
    public LandlockPlan? LandlockFiles { get; init; }

    public required IReadOnlyList<ResourceLimit> Limits { get; init; }

    /// <summary>What of the host is let in and grants more than reading.</summary>
    public IReadOnlyList<PlannedForward> Forwards { get; init; } = [];
    /// <summary>Memory, processors and processes; <see cref="Limits"/> has those that rlimits hold.</summary>
    public ResourcePlan Resources { get; init; } = ResourcePlan.Unlimited;

    /// <summary>Lines for the user on stderr before the payload starts.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    public bool HasCredentials => Environment.Any(v => v.Secret is not null) || CredentialFile;

    /// <summary>A file entry carries the credential.</summary>
    public bool CredentialFile { get; init; }
}
