using static Sandbox.Linux.Seccomp.RuleScope;
using static Sandbox.Linux.Seccomp.SyscallVerdict;

namespace Sandbox.Linux.Seccomp;

/// <summary>
/// The whole policy. What is not named here is allowed; what has no name (a gap in the table, a number above it, an x32 number) is ENOSYS.
/// <para>
/// EPERM is the answer to a call that exists and is refused: programs report it or go without. ENOSYS is the answer where a program has an
/// older way of doing the same thing and takes it only when the kernel seems too old. EAFNOSUPPORT is the answer to a socket family: libaudit
/// and PAM read it as "kernel without auditing" and go on, which they do not after EPERM.
/// </para>
/// </summary>
internal static class SyscallPolicy
{
    private static readonly SyscallRule[] Rules =
    [
        // The namespace flags are behind a pointer, which a filter cannot follow. glibc, Go, .NET and the JVM fall back to clone.
        new(Enosys, Always, "clone3"),

        // The mode is behind a pointer, so the set-user-ID rule could be walked around. Its callers fall back to openat.
        new(Enosys, Always, "openat2"),

        // Keyrings are found by global serial numbers, and the session keyring is inherited from the host.
        new(Eperm, Always, "add_key request_key keyctl"),

        // A ring does its work in the kernel and past this filter: socket, connect, openat. EPERM also for a ring that was inherited.
        new(Eperm, Always, "io_uring_setup io_uring_enter io_uring_register"),

        // Large attack surface, or the tool of choice to win a race in the kernel.
        new(Eperm, Always, "bpf perf_event_open userfaultfd vmsplice process_madvise memfd_secret"),

        // Reach into another process.
        new(Eperm, UnlessDebugging, "ptrace process_vm_readv process_vm_writev kcmp pidfd_getfd"),
        new(Personality, Always, "personality"),

        // New namespaces give capabilities over mounts, and with them every read-only mount of ours can be removed.
        new(SyscallVerdict.Clone, UnlessNested, "clone"),
        new(Unshare, UnlessNested, "unshare"),
        new(Eperm, UnlessNested, "setns mount umount2 pivot_root chroot"),
        new(Eperm, UnlessNested, "open_tree open_tree_attr move_mount fsopen fsconfig fsmount fspick mount_setattr"),
        new(Eperm, UnlessNested, "statmount listmount sethostname setdomainname"),

        // A supervised child can be made to see answers of the supervisor's choosing. Plain filters may be stacked.
        new(InstallFilter, Always, "seccomp"),

        // A file handle names an inode by number, wherever it is mounted.
        new(Eperm, Always, "name_to_handle_at open_by_handle_at fanotify_init fanotify_mark"),

        // Set-ID files, device nodes.
        new(Open, Always, "open"),
        new(OpenAt, Always, "openat"),
        new(ModeInArgument1, Always, "creat chmod fchmod mkdir"),
        new(ModeInArgument2, Always, "fchmodat fchmodat2 mkdirat"),
        new(NodeInArgument1, Always, "mknod"),
        new(NodeInArgument2, Always, "mknodat"),

        // Protocols nobody here needs are where kernel bugs are found (AF_ALG, AF_VSOCK, AF_PACKET, SCTP ...).
        new(Socket, Always, "socket"),
        new(SocketPair, Always, "socketpair"),

        // Typing into the terminal that the session shares with the host's shell, closing it to others, holding the console.
        new(Ioctl, Always, "ioctl"),

        // Our init is the sandbox's PID 1 and has the payload's user: it must not be starved or robbed of its limits. A group or a user
        // reaches what is outside: the starter's process group has host processes in it.
        new(TargetInArgument0, Always, "sched_setaffinity sched_setscheduler sched_setparam sched_setattr prlimit64"),
        new(Priority, Always, "setpriority"),
        new(IoPriority, Always, "ioprio_set"),

        // The machine: its code, power, clocks, swap, accounting, quotas, log and ports.
        new(Eperm, Always, "init_module finit_module delete_module create_module query_module get_kernel_syms"),
        new(Eperm, Always, "kexec_load kexec_file_load reboot swapon swapoff acct quotactl quotactl_fd syslog"),
        new(Eperm, Always, "settimeofday clock_settime adjtimex clock_adjtime"),
        new(Eperm, Always, "iopl ioperm modify_ldt vhangup lsm_set_self_attr"),

        // Moving pages between memory nodes touches other processes and has had its share of bugs; numactl's users go without.
        new(Eperm, Always, "set_mempolicy set_mempolicy_home_node mbind move_pages migrate_pages"),

        // Left behind by history; some kernels still have them.
        new(Eperm, Always, "lookup_dcookie nfsservctl uselib ustat sysfs _sysctl"),
    ];

    /// <summary>The verdict for each number from 0 to <see cref="SyscallTable.HighestKnown"/>.</summary>
    internal static SyscallVerdict[] Resolve(SeccompProfile profile)
    {
        var verdicts = new SyscallVerdict[SyscallTable.HighestKnown + 1];
        for (var number = 0; number < verdicts.Length; number++)
        {
            verdicts[number] = SyscallTable.Name((uint)number) is null ? Enosys : Allow;
        }

        foreach (var rule in Rules)
        {
            if (!rule.AppliesTo(profile))
            {
                continue;
            }

            foreach (var name in rule.Names.Split(' '))
            {
                ref var verdict = ref verdicts[SyscallTable.Number(name)];
                verdict = verdict == Allow ? rule.Verdict : throw new InvalidOperationException($"two rules for {name}");
            }
        }

        return verdicts;
    }
}
