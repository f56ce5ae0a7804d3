namespace Sandbox.Integration.Tests;

/// <summary>Calls for the probe: a label, the x86_64 number, arguments (@ text, # zero bytes).</summary>
internal static class SyscallTable
{
    // clone3 and openat2 have callers that fall back to an older call only when the kernel seems not to know them.
    private static readonly string[] NoSuchCall = ["clone3", "openat2"];

    public static IReadOnlyList<string> Refused { get; } =
    [
        "add_key 248 0 0 0 0 0", "request_key 249 0 0 0 0", "keyctl 250 999", "bpf 321 999 0 0", "perf_event_open 298 0 0 -1 -1 0", "userfaultfd 323 0xffff",
        "io_uring_setup 425 0 0", "io_uring_enter 426 -1 0 0 0 0 0", "io_uring_register 427 -1 0 0 0", "ptrace 101 0 0 0 0", "process_vm_readv 310 1 0 0 0 0 1",
        "process_vm_writev 311 1 0 0 0 0 1", "pidfd_getfd 438 -1 0 0", "process_madvise 440 -1 0 0 0 1", "kcmp 312 0x7ffffff0 0x7ffffff0 0 0 0", "mount 165 0 0 0 0 0", "umount2 166 0 0",
        "pivot_root 155 0 0", "chroot 161 0", "unshare 272 0x10000000", "setns 308 -1 0", "clone 56 0x10000011 0 0 0 0", "clone3 435 0 0", "openat2 437 -100 @/ #24 0",
        "open_tree 428 -1 0 0", "move_mount 429 -1 0 -1 0 0", "fsopen 430 0 0", "fsconfig 431 -1 0 0 0 0", "fsmount 432 -1 0 0", "fspick 433 -1 0 0", "mount_setattr 442 -1 0 0 0 0",
        "statmount 457 0 0 0 0", "listmount 458 0 0 0 0", "name_to_handle_at 303 -1 0 0 0 0", "open_by_handle_at 304 -1 0 0", "fanotify_init 300 0xffffffff 0",
        "init_module 175 0 0 0", "finit_module 313 -1 0 0", "delete_module 176 0 0", "kexec_load 246 0 0 0 0xffff0000", "kexec_file_load 320 -1 -1 0 0 0xffff0000", "iopl 172 9",
        "ioperm 173 0x10000 1 1", "modify_ldt 154 99 0 0", "syslog 103 99 0 0", "acct 163 1", "quotactl 179 0xffffffff 1 0 0", "quotactl_fd 443 -1 0 0 0", "swapon 167 0 0",
        "swapoff 168 0", "reboot 169 0 0 0 0", "settimeofday 164 1 0", "clock_settime 227 0 0", "adjtimex 159 0", "clock_adjtime 305 0 0", "sethostname 170 1 5", "setdomainname 171 1 5",
        "set_mempolicy 238 99 0 0", "mbind 237 1 0 99 0 0 0xffff", "move_pages 279 -1 0 0 0 0 0xffff", "migrate_pages 256 -1 0 0 0", "ustat 136 0 0", "sysfs 139 99 0 0", "vmsplice 278 -1 0 0 0",
        "memfd_secret 447 0xffff", "seccomp-listener 317 1 8 0", "lsm_set_self_attr 460 0 0 0 0", "mknod-device 133 @node 0x2180 0x103",
    ];

    public static IReadOnlyList<string> RefusedSockets { get; } =
    [
        "alg 41 38 5 0", "packet 41 17 3 0", "vsock 41 40 1 0", "audit 41 16 3 9", "netfilter 41 16 3 12", "uevent 41 16 3 15", "connector 41 16 3 11", "generic 41 16 3 16", "key 41 15 3 2",
        "xdp 41 44 3 0", "tipc 41 30 1 0", "rds 41 21 5 0", "can 41 29 3 1", "bluetooth 41 31 1 0", "infiniband 41 27 3 0", "qipcrtr 41 42 2 0", "smc 41 43 1 0", "kcm 41 41 2 0",
        "raw-icmp 41 2 3 1", "raw6 41 10 3 58", "sctp 41 2 1 132", "dccp 41 2 6 33", "mptcp 41 2 1 262", "udplite 41 2 2 136", "old-packet 41 2 10 0", "pair-inet 53 2 1 0 #8", "audit-nonblock 41 16 0x803 9",
    ];

    public static IReadOnlyList<string> AllowedSockets { get; } =
    [
        "unix 41 1 1 0", "unix-datagram 41 1 2 0", "tcp 41 2 1 0", "tcp-cloexec 41 2 0x80001 6", "udp 41 2 2 17", "tcp6 41 10 1 0", "udp6 41 10 2 0", "route 41 16 3 0", "pair 53 1 1 0 #8",
    ];

    public static bool AnswersNoSuchCall(string label) => NoSuchCall.Contains(label, StringComparer.Ordinal);
}
