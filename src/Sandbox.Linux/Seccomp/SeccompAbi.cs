namespace Sandbox.Linux.Seccomp;

/// <summary>
/// Kernel constants by their C names. A test compiles one <c>_Static_assert</c> for each, so nothing here may lack a C counterpart.
/// </summary>
public static class SeccompAbi
{
    // linux/audit.h
    public const uint AUDIT_ARCH_X86_64 = 0xC000003E;

    // linux/seccomp.h
    public const uint SECCOMP_RET_KILL_PROCESS = 0x80000000;
    public const uint SECCOMP_RET_ERRNO = 0x00050000;
    public const uint SECCOMP_RET_ALLOW = 0x7FFF0000;
    public const uint SECCOMP_RET_ACTION_FULL = 0xFFFF0000;
    public const uint SECCOMP_RET_DATA = 0x0000FFFF;
    public const uint SECCOMP_FILTER_FLAG_NEW_LISTENER = 1 << 3;

    // errno.h
    public const uint EPERM = 1;
    public const uint ENOSYS = 38;
    public const uint EAFNOSUPPORT = 97;

    // linux/sched.h
    public const uint CLONE_VM = 0x00000100;
    public const uint CLONE_FS = 0x00000200;
    public const uint CLONE_FILES = 0x00000400;
    public const uint CLONE_SIGHAND = 0x00000800;
    public const uint CLONE_THREAD = 0x00010000;
    public const uint CLONE_NEWNS = 0x00020000;
    public const uint CLONE_SYSVSEM = 0x00040000;
    public const uint CLONE_NEWCGROUP = 0x02000000;
    public const uint CLONE_NEWUTS = 0x04000000;
    public const uint CLONE_NEWIPC = 0x08000000;
    public const uint CLONE_NEWUSER = 0x10000000;
    public const uint CLONE_NEWPID = 0x20000000;
    public const uint CLONE_NEWNET = 0x40000000;

    // sys/socket.h, netinet/in.h, linux/netlink.h
    public const uint AF_UNIX = 1;
    public const uint AF_INET = 2;
    public const uint AF_INET6 = 10;
    public const uint AF_NETLINK = 16;
    public const uint SOCK_STREAM = 1;
    public const uint SOCK_DGRAM = 2;
    public const uint IPPROTO_IP = 0;
    public const uint IPPROTO_ICMP = 1;
    public const uint IPPROTO_TCP = 6;
    public const uint IPPROTO_UDP = 17;
    public const uint IPPROTO_ICMPV6 = 58;
    public const uint NETLINK_ROUTE = 0;

    // sys/ioctl.h
    public const uint TIOCEXCL = 0x540C;
    public const uint TIOCSTI = 0x5412;
    public const uint TIOCLINUX = 0x541C;
    public const uint TIOCCONS = 0x541D;
    public const uint TIOCSETD = 0x5423;

    // sys/resource.h, linux/ioprio.h
    public const uint PRIO_PROCESS = 0;
    public const uint IOPRIO_WHO_PROCESS = 1;

    // sys/personality.h
    public const uint PER_LINUX = 0;
    public const uint ADDR_NO_RANDOMIZE = 0x0040000;

    // sys/stat.h, fcntl.h
    public const uint S_ISUID = 0x800;
    public const uint S_ISGID = 0x400;
    public const uint S_IFCHR = 0x2000;
    public const uint S_IFBLK = 0x6000;
    public const uint O_CREAT = 0x40;
    public const uint __O_TMPFILE = 0x400000;
}
