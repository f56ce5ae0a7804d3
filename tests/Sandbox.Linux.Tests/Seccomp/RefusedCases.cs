using static Sandbox.Linux.Tests.Seccomp.Control;
using static Sandbox.Linux.Tests.Seccomp.Expected;

namespace Sandbox.Linux.Tests.Seccomp;

/// <summary>
/// The calls of PR-04 and FS-24 that are refused whatever their arguments. The arguments are such that the kernel would say something else
/// than EPERM, and harmless for root without a filter.
/// </summary>
internal static class RefusedCases
{
    private static readonly SyscallCase[] Everywhere =
    [
        new("add_key", Eperm, 248, "1 1 1"),
        new("request_key", Eperm, 249, "1 1"),
        new("keyctl", Eperm, 250, "9999"),
        new("bpf", Eperm, 321, "9999") { Control = DiffersForRoot },
        new("perf_event_open", Eperm, 298, "0 0 -1 -1"),
        new("userfaultfd", Eperm, 323, "-1") { Control = DiffersForRoot },
        new("vmsplice", Eperm, 278, "-1"),
        new("process_madvise", Eperm, 440, "-1 0 0 0 0xffff"),
        new("memfd_secret", Eperm, 447, "-1"),
        new("io_uring_setup", Eperm, 425, "0 0"),
        new("io_uring_enter", Eperm, 426, "-1"),
        new("io_uring_enter_inherited", Eperm, 426, "@ring"),
        new("io_uring_register", Eperm, 427, "-1"),
        new("name_to_handle_at", Eperm, 303, "-100 @file @handle @mount"),
        new("open_by_handle_at", Eperm, 304, "-100 @handle") { Control = DiffersForRoot },
        new("fanotify_init", Eperm, 300, "-1") { Control = DiffersForRoot },
        new("fanotify_mark", Eperm, 301, "-1"),
        new("init_module", Eperm, 175, "0") { Control = DiffersForRoot },
        new("finit_module", Eperm, 313, "-1") { Control = DiffersForRoot },
        new("delete_module", Eperm, 176, "1") { Control = DiffersForRoot },
        new("create_module", Eperm, 174, "1"),
        new("get_kernel_syms", Eperm, 177, "0"),
        new("query_module", Eperm, 178, "0"),
        new("kexec_load", Eperm, 246, "0 99999 0 0xffff") { Control = DiffersForRoot },
        new("kexec_file_load", Eperm, 320, "-1 -1 0 0 0xffff") { Control = DiffersForRoot },
        new("iopl", Eperm, 172, "99"),
        new("ioperm", Eperm, 173, "-1 -1 1"),
        new("modify_ldt", Eperm, 154, "99"),
        new("syslog", Eperm, 103, "10") { Control = DiffersForRoot },
        new("acct", Eperm, 163, "1") { Control = DiffersForRoot },
        new("quotactl", Eperm, 179, "0xffffffff"),
        new("quotactl_fd", Eperm, 443, "-1 0xffffffff"),
        new("swapon", Eperm, 167, "1") { Control = DiffersForRoot },
        new("swapoff", Eperm, 168, "1") { Control = DiffersForRoot },
        new("reboot", Eperm, 169, "0") { Control = DiffersForRoot },
        new("settimeofday", Eperm, 164, "1"),
        new("clock_settime", Eperm, 227, "99 1"),
        new("adjtimex", Eperm, 159, "1"),
        new("clock_adjtime", Eperm, 305, "0 1"),
        new("vhangup", Eperm, 153, "0") { Control = DiffersForRoot },
        new("move_pages", Eperm, 279, "0 0 0 0 0 0xffff"),
        new("mbind", Eperm, 237, "0 0 0xffff 0 0 0xffff"),
        new("set_mempolicy", Eperm, 238, "0xffff"),
        new("set_mempolicy_home_node", Eperm, 450, "0 0 0 1"),
        new("migrate_pages", Eperm, 256, "0x7fffffff"),
        new("lookup_dcookie", Eperm, 212, "0"),
        new("nfsservctl", Eperm, 180, "0"),
        new("uselib", Eperm, 134, "0"),
        new("ustat", Eperm, 136, "0"),
        new("sysfs", Eperm, 139, "99"),
        new("_sysctl", Eperm, 156, "0"),
        new("lsm_set_self_attr", Eperm, 460, "0"),
        new("clone3", Enosys, 435, "0 0"),
        new("clone3_newuser", Enosys, 435, "@clone3 64"),
        new("openat2", Enosys, 437, "-100 @file @how 24"),
        new("number_470", Enosys, 470, "0") { Control = MayAgree },
        new("number_1023", Enosys, 1023, "0") { Control = MayAgree },
        new("number_in_the_gap", Enosys, 350, "0") { Control = MayAgree },
        new("number_minus_one", Enosys, 0xFFFFFFFF, "0") { Control = MayAgree },
    ];

    private static readonly SyscallCase[] UnlessDebugging =
    [
        new("ptrace", Eperm, 101, "0"),
        new("process_vm_readv", Eperm, 310, "@self @local 1 @remote 1"),
        new("process_vm_writev", Eperm, 311, "@self @local 1 @remote 1"),
        new("kcmp", Eperm, 312, "@self @self"),
        new("pidfd_getfd", Eperm, 438, "@selffd 0"),
    ];

    private static readonly SyscallCase[] UnlessNested =
    [
        new("mount", Eperm, 165, "1 1 1"),
        new("umount2", Eperm, 166, "1"),
        new("pivot_root", Eperm, 155, "0") { Control = DiffersForRoot },
        new("chroot", Eperm, 161, "1"),
        new("setns", Eperm, 308, "-1"),
        new("open_tree", Eperm, 428, "-100 @dir"),
        new("open_tree_attr", Eperm, 467, "-100 @dir 0xffffffff"),
        new("move_mount", Eperm, 429, "-1 1 -1 1 0xffffffff") { Control = DiffersForRoot },
        new("fsopen", Eperm, 430, "1") { Control = DiffersForRoot },
        new("fsconfig", Eperm, 431, "-1"),
        new("fsmount", Eperm, 432, "-1 0xffff") { Control = DiffersForRoot },
        new("fspick", Eperm, 433, "-1 1 0xffffffff") { Control = DiffersForRoot },
        new("mount_setattr", Eperm, 442, "-1 1 0xffffffff"),
        new("statmount", Eperm, 457, "0"),
        new("listmount", Eperm, 458, "0"),
        new("sethostname", Eperm, 170, "@name 999") { Control = DiffersForRoot },
        new("setdomainname", Eperm, 171, "@name 999") { Control = DiffersForRoot },
        new("own_root_and_the_old_one_detached", Eperm, 0, "0") { Kind = "nested" },
    ];

    internal static IReadOnlyList<SyscallCase> All { get; } =
    [
        .. Everywhere,
        .. UnlessDebugging.Select(one => one with { FreeWhenDebugging = true }),
        .. UnlessNested.Select(one => one with { FreeWhenNested = true }),
    ];
}
