using static Sandbox.Linux.Tests.Seccomp.Control;
using static Sandbox.Linux.Tests.Seccomp.Expected;

namespace Sandbox.Linux.Tests.Seccomp;

/// <summary>The calls of PR-05, PR-12, PR-13, PR-14 and FS-13 whose arguments decide, each with neighbours that stay free.</summary>
internal static class ArgumentCases
{
    private static readonly SyscallCase[] Namespaces =
    [
        new("unshare_user", Eperm, 272, "0x10000000") { FreeWhenNested = true },
        new("unshare_user_high_bit", Eperm, 272, "0x10010000000") { FreeWhenNested = true },
        new("unshare_uts", Eperm, 272, "0x04000000") { FreeWhenNested = true, Control = DiffersForRoot },
        new("unshare_time", Eperm, 272, "0x80") { FreeWhenNested = true, Control = DiffersForRoot },
        new("unshare_files", AsWithout, 272, "0x400"),
        new("clone_user", Eperm, 56, "0x10000011") { FreeWhenNested = true },
        new("clone_net", Eperm, 56, "0x40000011") { FreeWhenNested = true, Control = DiffersForRoot },
        new("clone_plain", AsWithout, 56, "0x11"),
    ];

    private static readonly SyscallCase[] Terminals =
    [
        new("tiocsti", Eperm, 16, "@pty 0x5412 @byte"),
        new("tiocsti_high_bit", Eperm, 16, "@pty 0x100005412 @byte"),
        new("tiocsti_no_descriptor", Eperm, 16, "-1 0x100005412"),
        new("tioclinux", Eperm, 16, "@pty 0x541c @byte"),
        new("tiocsetd", Eperm, 16, "-1 0x5423"),
        new("tioccons", Eperm, 16, "-1 0x541d"),
        new("tiocexcl", Eperm, 16, "@pty 0x540c"),
        new("tiocexcl_high_bit", Eperm, 16, "@pty 0x10000540c"),
        new("tiocnxcl", AsWithout, 16, "@pty 0x540d"),
        new("vt_openqry", Eperm, 16, "@pty 0x5600 @how"),
        new("vt_lockswitch", Eperm, 16, "@pty 0x560b"),
        new("vt_lockswitch_high_bit", Eperm, 16, "-1 0x10000560b"),
        new("kdskbent", Eperm, 16, "@pty 0x4b47 @byte"),
        new("tiocgwinsz", AsWithout, 16, "@pty 0x5413 @how"),
    ];

    private static readonly SyscallCase[] AgainstInit =
    [
        new("sched_setaffinity_init", Eperm, 203, "1 128 @cpus"),
        new("sched_setscheduler_init", Eperm, 144, "1 3 @how"),
        new("sched_setparam_init", Eperm, 142, "1 @how"),
        new("sched_setattr_init", Eperm, 314, "1 @how"),
        new("prlimit64_init", Eperm, 302, "1 1 @how"),
        new("prlimit64_init_high_bit", Eperm, 302, "0x100000001 1 @how"),
        new("setpriority_init", Eperm, 141, "0 1 19"),
        new("setpriority_init_high_bit", Eperm, 141, "0x100000000 0x100000001 19"),
        new("ioprio_set_init", Eperm, 251, "1 1 0x6000"),
    ];

    // The group is the child's own. No process has the other user.
    private static readonly SyscallCase[] Scheduling =
    [
        new("sched_setaffinity_own", AsWithout, 203, "0 128 @cpus"),
        new("sched_setaffinity_self", AsWithout, 203, "@self 128 @cpus"),
        new("sched_setscheduler_own", AsWithout, 144, "0 3 @how"),
        new("sched_setparam_own", AsWithout, 142, "0 @how"),
        new("sched_setattr_own", AsWithout, 314, "0 @how"),
        new("prlimit64_own", AsWithout, 302, "0 1 @how"),
        new("prlimit64_self", AsWithout, 302, "@self 1 @how"),
        new("setpriority_own", AsWithout, 141, "0 0 5"),
        new("setpriority_self", AsWithout, 141, "0 @self 5"),
        new("setpriority_group", Eperm, 141, "1 0 5"),
        new("setpriority_user", Eperm, 141, "2 0x7ffffffe 5"),
        new("ioprio_set_own", AsWithout, 251, "1 0 0x4007"),
        new("ioprio_set_self", AsWithout, 251, "1 @self 0x4007"),
        new("ioprio_set_group", Eperm, 251, "2 0 0x4007"),
        new("ioprio_set_user", Eperm, 251, "3 0x7ffffffe 0x4007"),
    ];

    private static readonly SyscallCase[] Others =
    [
        new("personality_no_randomize", Eperm, 135, "0x40000") { FreeWhenDebugging = true },
        new("personality_linux32", Eperm, 135, "8"),
        new("personality_query", AsWithout, 135, "0xffffffff"),
        new("personality_plain", AsWithout, 135, "0"),
        new("seccomp_listener", Eperm, 317, "1 8 @program"),
        new("seccomp_filter", Ok, 317, "1 0 @program"),
    ];

    private static readonly SyscallCase[] Sockets =
    [
        new("socket_unix", AsWithout, 41, "1 0x80001"),
        new("socket_unix_high_half", AsWithout, 41, "0xffffffff00000001 1"),
        new("socket_inet_stream", AsWithout, 41, "2 0x80801"),
        new("socket_inet_udp", AsWithout, 41, "2 2 17"),
        new("socket_inet_ping", AsWithout, 41, "2 2 1"),
        new("socket_inet6", AsWithout, 41, "10 1 6"),
        new("socket_netlink_route", AsWithout, 41, "16 3 0"),
        new("socket_netlink_audit", Eafnosupport, 41, "16 3 9"),
        new("socket_netlink_uevent", Eafnosupport, 41, "16 3 15"),
        new("socket_netlink_netfilter", Eafnosupport, 41, "16 3 12") { Control = MayAgree },
        new("socket_netlink_connector", Eafnosupport, 41, "16 3 11") { Control = MayAgree },
        new("socket_packet", Eafnosupport, 41, "17 3 0x300"),
        new("socket_inet_raw", Eperm, 41, "2 3 1") { Control = DiffersForRoot },
        new("socket_inet6_raw", Eperm, 41, "10 3 58") { Control = DiffersForRoot },
        new("socket_inet_packet", Eperm, 41, "2 10 0x300") { Control = DiffersForRoot },
        new("socket_inet_dccp", Eperm, 41, "2 6 33"),
        new("socket_inet_sctp", Eperm, 41, "2 1 132"),
        new("socket_inet_sctp_seqpacket", Eperm, 41, "2 5 132"),
        new("socket_inet_mptcp", Eperm, 41, "2 1 262"),
        new("socket_inet_smc", Eperm, 41, "2 1 256"),
        new("socket_inet_l2tp", Eperm, 41, "2 2 115"),
        .. new[] { 3, 15, 21, 27, 29, 30, 31, 38, 39, 40, 41, 42, 43, 44, 45 }.Select(family =>
            new SyscallCase($"socket_family_{family}", Eafnosupport, 41, $"{family} 2") { Control = MayAgree }),
        new("socketpair_unix", AsWithout, 53, "1 1 0 @pair"),
        new("socketpair_inet", Eafnosupport, 53, "2 1 0 @pair"),
        new("socketpair_tipc", Eafnosupport, 53, "30 1 0 @pair") { Control = MayAgree },
    ];

    private static readonly SyscallCase[] Modes =
    [
        new("mknod_character", Eperm, 133, "@new 0x2180 0x103") { Control = DiffersForRoot },
        new("mknod_block", Eperm, 133, "@new 0x6180 0x700") { Control = DiffersForRoot },
        new("mknodat_character", Eperm, 259, "-100 @new 0x2180 0x103") { Control = DiffersForRoot },
        new("mknodat_block", Eperm, 259, "-100 @new 0x6180 0x700") { Control = DiffersForRoot },
        new("mknod_pipe", AsWithout, 133, "@new 0x1180"),
        new("mknodat_file", AsWithout, 259, "-100 @new 0x8180"),
        new("open_garbage_mode", AsWithout, 2, "@file 0 0xffffffff"),
        new("openat_garbage_mode", AsWithout, 257, "-100 @file 0x80000 0xffffffff"),
    ];

    // A permission mode goes where %% stands.
    private static readonly (string Id, uint Number, string Arguments)[] ModeTakers =
    [
        ("chmod", 90, "@file %%"),
        ("fchmod", 91, "@filefd %%"),
        ("fchmodat", 268, "-100 @file %%"),
        ("fchmodat2", 452, "-100 @file %%"),
        ("creat", 85, "@new %%"),
        ("open", 2, "@new 0x41 %%"),
        ("open_tmpfile", 2, "@dir 0x410002 %%"),
        ("openat", 257, "-100 @new 0x41 %%"),
        ("openat_tmpfile", 257, "-100 @dir 0x410002 %%"),
        ("mkdir", 83, "@new %%"),
        ("mkdirat", 258, "-100 @new %%"),
        ("mknod", 133, "@new %%"),
        ("mknodat", 259, "-100 @new %%"),
    ];

    private static readonly SyscallCase[] Foreign =
    [
        new("i386_getpid", Killed, 20, "0"),
        new("i386_mount", Killed, 21, "1 1 1"),
        new("i386_ptrace", Killed, 26, "0"),
        new("i386_ioctl_tiocsti", Killed, 54, "-1 0x5412"),
        new("i386_socketcall", Killed, 102, "1 0"),
        new("i386_keyctl", Killed, 288, "9999"),
    ];

    internal static IReadOnlyList<SyscallCase> All { get; } =
    [
        .. Namespaces,
        .. Terminals,
        .. AgainstInit.Select(one => one with { Kind = "init" }),
        .. Scheduling,
        .. Others,
        .. Sockets,
        .. Modes,
        .. ModeTakers.SelectMany(taker => new[]
        {
            WithMode(taker, "plain", 0x1ED, AsWithout),
            WithMode(taker, "setuid", 0x9ED, Eperm),
            WithMode(taker, "setgid", 0x5ED, AsWithout) with { RefusedForRoot = true },
        }),
        .. Foreign.Select(one => one with { Kind = "int80" }),
    ];

    private static SyscallCase WithMode((string Id, uint Number, string Arguments) taker, string what, uint mode, Expected expected) =>
        new($"{taker.Id}_{what}", expected, taker.Number, taker.Arguments.Replace("%%", $"0x{mode:x}", StringComparison.Ordinal));
}
