namespace Sandbox.Verify.Checks;

/// <summary>PR-04 to PR-14: system calls that must not reach the kernel. A test holds the numbers to the header.</summary>
internal static class CallChecks
{
    public static IReadOnlyList<BatteryCheck> All { get; } =
    [
        new RefusalCheck("PR-04.keys", "kernel keys are made and asked for", "add_key 248 0 0 0 0 0", "request_key 249 0 0 0 0", "keyctl 250 999"),
        new RefusalCheck("PR-04.bpf", "programs are put into the kernel", "bpf 321 999 0 0", "perf_event_open 298 0 0 -1 -1 0"),
        new RefusalCheck("PR-04.faults", "page faults are handled by oneself", "userfaultfd 323 0xffff", "memfd_secret 447 0xffff"),
        new RefusalCheck(
            "PR-04.tracing", "other processes are traced, read and written", "ptrace 101 0 0 0 0", "process_vm_readv 310 1 0 0 0 0 1", "process_vm_writev 311 1 0 0 0 0 1", "pidfd_getfd 438 -1 0 0",
            "process_madvise 440 -1 0 0 0 1", "kcmp 312 0x7ffffff0 0x7ffffff0 0 0 0"),
        new RefusalCheck(
            "PR-04.mounts", "mounts are made, moved and removed", "mount 165 0 0 0 0 0", "umount2 166 0 0", "pivot_root 155 0 0", "chroot 161 0", "open_tree 428 -1 0 0", "move_mount 429 -1 0 -1 0 0",
            "fsopen 430 0 0", "fsconfig 431 -1 0 0 0 0", "fsmount 432 -1 0 0", "fspick 433 -1 0 0", "mount_setattr 442 -1 0 0 0 0"),
        new RefusalCheck("PR-04.mountinfo", "mounts of other namespaces are listed", "statmount 457 0 0 0 0", "listmount 458 0 0 0 0"),
        new RefusalCheck("PR-04.namespaces", "namespaces are made and entered", "unshare 272 0x10000000", "setns 308 -1 0", "clone 56 0x10000011 0 0 0 0", "clone3 435 0 0"),
        new RefusalCheck("FS-24.handles", "files are opened by their numbers", "name_to_handle_at 303 -1 0 0 0 0", "open_by_handle_at 304 -1 0 0"),
        new RefusalCheck("PR-04.watching", "accesses of others to files are watched", "fanotify_init 300 0xffffffff 0"),
        new RefusalCheck(
            "PR-04.modules", "modules and kernels are loaded", "init_module 175 0 0 0", "finit_module 313 -1 0 0", "delete_module 176 0 0", "kexec_load 246 0 0 0 0xffff0000",
            "kexec_file_load 320 -1 -1 0 0 0xffff0000"),
        new RefusalCheck("PR-04.hardware", "ports and segments of the processor are taken", "iopl 172 9", "ioperm 173 0x10000 1 1", "modify_ldt 154 99 0 0"),
        new RefusalCheck(
            "PR-04.machine", "clock, name, swap and accounts of the machine are changed", "acct 163 1", "quotactl 179 0xffffffff 1 0 0", "quotactl_fd 443 -1 0 0 0", "swapon 167 0 0", "swapoff 168 0",
            "reboot 169 0 0 0 0", "settimeofday 164 1 0", "clock_settime 227 0 0", "adjtimex 159 0", "clock_adjtime 305 0 0", "sethostname 170 1 5", "setdomainname 171 1 5"),
        new RefusalCheck(
            "PR-04.memory", "memory is placed and moved", "set_mempolicy 238 99 0 0", "mbind 237 1 0 99 0 0 0xffff", "move_pages 279 -1 0 0 0 0 0xffff", "migrate_pages 256 -1 0 0 0", "vmsplice 278 -1 0 0 0"),
        new RefusalCheck("PR-04.listener", "a filter is made that answers for others", "seccomp 317 1 8 0"),
        new RefusalCheck("PR-05.masks", "bits that a filter may not look at are set", "unshare 272 0x10010000000", "clone 56 0x110000011 0 0 0 0", "ioctl 16 0 0x100005412 @x", "socket 41 0x100000011 3 0"),
        new RefusalCheck("PR-08.ring", "io_uring is used in place of system calls", "io_uring_setup 425 0 0", "io_uring_enter 426 -1 0 0 0 0 0", "io_uring_register 427 -1 0 0 0"),
        new RefusalCheck("PR-12.terminal", "letters are put into the user's terminal", "ioctl 16 0 0x5412 @x", "ioctl 16 0 0x541c @x", "ioctl 16 0 0x5423 @x", "ioctl 16 0 0x541d 0"),
        new RefusalCheck("PR-13.personality", "another personality is taken", "personality 135 0x40000", "personality 135 8", "personality 135 0x20000"),
        new RefusalCheck(
            "PR-14.sockets", "sockets of families that no program needs are made", "socket 41 38 5 0", "socket 41 17 3 0", "socket 41 40 1 0", "socket 41 44 3 0", "socket 41 30 1 0", "socket 41 29 3 1",
            "socket 41 31 1 0", "socket 41 27 3 0", "socket 41 43 1 0"),
        new RefusalCheck("PR-14.netlink", "the kernel's own channels are opened", "socket 41 16 3 9", "socket 41 16 3 12", "socket 41 16 3 15", "socket 41 16 3 11", "socket 41 16 3 16"),
        new RefusalCheck("PR-14.raw", "raw packets are sent", "socket 41 2 3 1", "socket 41 10 3 58", "socket 41 2 10 0"),
        new RefusalCheck("PR-27.log", "the kernel's log is read", "syslog 103 3 #4096 4096", "syslog 103 99 0 0"),
    ];
}
