namespace Sandbox.Core.Policy;

/// <summary>What the user wants, in terms that no backend owns. Immutable, printable, without secrets of our own.</summary>
public sealed record SandboxPolicy
{
    /// <summary>The project directory as the user named it.</summary>
    public required string ProjectDirectory { get; init; }

    /// <summary>What isolates; null: the strongest that works here without root.</summary>
    public BackendKind? Backend { get; init; } = BackendKind.Native;

    /// <summary>A tree whose programs and libraries are inside in place of this machine's; null for this machine's.</summary>
    public string? Rootfs { get; init; }

    /// <summary>The toplevel of a NixOS system to take its place, or null.</summary>
    public string? NixosSystem { get; init; }

    /// <summary>Where a virtual machine's control socket is to be, as the user named it; null for none.</summary>
    public string? Qmp { get; init; }

    public NetworkMode Network { get; init; } = NetworkMode.AllowList;

    /// <summary>What <see cref="NetworkMode.AllowList"/> allows.</summary>
    public EgressPolicy Egress { get; init; } = EgressPolicy.Default;

    public CredentialMode Credentials { get; init; } = CredentialMode.Broker;

    public IReadOnlyList<PathGrant> Paths { get; init; } = [];

    public IReadOnlyList<EnvironmentGrant> Environment { get; init; } = [];

    /// <summary>Names of the forwards catalogue, beyond those that are on by default.</summary>
    public IReadOnlyList<string> Forwards { get; init; } = [];

    /// <summary>The host's display, and what windows need beside it where there is any: graphics card, sound.</summary>
    public bool Desktop { get; init; }

    /// <summary>Protected names (of <see cref="ProtectedNames"/>) that the agent may write after all; "all" for every one.</summary>
    public IReadOnlyList<string> WritableProtectedNames { get; init; } = [];

    public LimitsPolicy Limits { get; init; } = new();

    /// <summary>The payload does not share the user's terminal: it gets one of the sandbox's own.</summary>
    public bool Pty { get; init; }

    /// <summary>The agent, or the shell, runs in tmux inside; needs a terminal of the sandbox's own.</summary>
    public bool Tmux { get; init; }

    /// <summary>Keep the agent's own permission prompts instead of skipping them.</summary>
    public bool Ask { get; init; }

    /// <summary>Let the payload make user namespaces of its own (needed by sandboxes inside; weakens every read-only mount).</summary>
    public bool AllowNestedUserNamespaces { get; init; }

    /// <summary>Let the payload use ptrace and its relatives on its own processes.</summary>
    public bool AllowDebugging { get; init; }
}
