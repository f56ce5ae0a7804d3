namespace Sandbox.Linux.Seccomp;

/// <summary>What a session may do beyond the default. All false, except <see cref="DenySetgid"/>, is the strictest.</summary>
public sealed record SeccompProfile
{
    /// <summary>
    /// Permits new namespaces and the mount family, for programs that build sandboxes of their own. With it every read-only mount that lies
    /// over a writable one can be taken off again.
    /// </summary>
    public required bool AllowNestedUserNamespaces { get; init; }

    /// <summary>Permits ptrace, reading and writing another process, taking its descriptors, and switching off address randomisation.</summary>
    public required bool AllowDebugging { get; init; }

    /// <summary>
    /// Refuses the set-group-ID bit as well. Needed when the command is uid 0 inside; otherwise such a file could only carry a group that the
    /// user has anyway, and <c>git init --shared</c> wants the bit.
    /// </summary>
    public required bool DenySetgid { get; init; }
}
