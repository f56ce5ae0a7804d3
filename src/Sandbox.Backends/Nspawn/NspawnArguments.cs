using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Executor.Plan;

namespace Sandbox.Backends.Nspawn;

/// <summary>
/// A plan to the command line of systemd-nspawn, which makes the namespaces and takes capabilities and system calls away. The file tree
/// goes by a descriptor (adr/0012), so no path of the user is among its words, and neither is anything of the environment. Pure.
/// </summary>
public static class NspawnArguments
{
    // What PID 1 needs until it gives everything up: mounts and namespaces, its change of user, the network and the limits of its namespaces.
    private static readonly string[] Kept = ["CAP_DAC_OVERRIDE", "CAP_NET_ADMIN", "CAP_NET_BIND_SERVICE", "CAP_SETGID", "CAP_SETPCAP", "CAP_SETUID", "CAP_SYS_ADMIN", "CAP_SYS_RESOURCE"];

    // The kernel lets nobody without it name root of the host in a map of ids (Linux 5.12).
    private const string MapsRoot = "CAP_SETFCAP";

    // Those that nspawn keeps unless it is told otherwise (systemd-nspawn(1), --capability=).
    private static readonly string[] Usual =
    [
        "CAP_AUDIT_CONTROL", "CAP_AUDIT_WRITE", "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID", "CAP_IPC_OWNER", "CAP_KILL",
        "CAP_LEASE", "CAP_LINUX_IMMUTABLE", "CAP_MKNOD", "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST", "CAP_NET_RAW", "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP",
        "CAP_SETUID", "CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_CHROOT", "CAP_SYS_NICE", "CAP_SYS_PTRACE", "CAP_SYS_RESOURCE", "CAP_SYS_TTY_CONFIG",
    ];

    /// <param name="plan">The plan.</param>
    /// <param name="program">Absolute path of systemd-nspawn.</param>
    /// <param name="machine">A name that no other container has.</param>
    /// <param name="isRoot">The payload is root outside: with root's own id, not one of its own.</param>
    /// <returns>argv, argv[0] included.</returns>
    public static IReadOnlyList<string> Of(LaunchPlan plan, string program, string machine, bool isRoot = false) =>
    [
        program,
        "--quiet",

        // Nothing of this machine's own is looked at, written or asked: no .nspawn file, no machined, no unit (there may be no systemd), no journal.
        "--settings=no",
        "--register=no",
        "--keep-unit",
        "--link-journal=no",
        "--resolv-conf=off",
        "--timezone=off",
        "--notify-ready=no",
        $"--machine={machine}",
        $"--directory={ContainedFormat.EmptyRoot}",
        .. plan.Network == NetworkMode.Host ? Array.Empty<string>() : ["--private-network"],
        "--no-new-privileges=yes",
        $"--drop-capability={string.Join(',', Usual.Except(Kept, StringComparer.Ordinal).Where(c => !isRoot || c != MapsRoot))}",

        // Its list is older than these; the second floor of every sandbox is made with them.
        "--system-call-filter=landlock_create_ruleset landlock_add_rule landlock_restrict_self",

        // Its own console would stand between the payload and the caller: what PID 1 gives the payload are the caller's descriptors, or a terminal of the sandbox's own.
        "--console=pipe",
        "--",
        FormattableString.Invariant($"/proc/self/fd/{ContainedFormat.ProgramDescriptor}"),
        ContainedFormat.Inside,

        // The executor puts the namespaces outside here, for PID 1 to see that it is in others.
        "-",
    ];
}
