using System.Reflection;
using System.Runtime.InteropServices;
using Sandbox.Executor.Kernel;
using Sandbox.Linux;

namespace Sandbox.Abi.Tests;

/// <summary>Every struct of ours that the kernel or libc reads or fills, and its C counterpart, field by field.</summary>
/// <param name="Type">Ours.</param>
/// <param name="Name">The C type.</param>
/// <param name="Fields">C's name for each of our fields, in our order.</param>
internal sealed record StructTable(Type Type, string Name, params string[] Fields)
{
    // Not in Debian 12's headers (Linux 6.1): ABI 4 (6.7) brought the network field, ABI 6 (6.12) the scopes.
    private static readonly Dictionary<string, string> Newer = new(StringComparer.Ordinal)
    {
        ["handled_access_net"] = "LANDLOCK_ACCESS_NET_BIND_TCP",
        ["scoped"] = "LANDLOCK_SCOPE_SIGNAL",
        ["struct landlock_ruleset_attr"] = "LANDLOCK_SCOPE_SIGNAL",
    };

    // Shorter in C, followed by padding that is zero or not looked at: one field of 8 bytes says both.
    private static readonly string[] Widened = ["struct sock_fprog.len", "struct msghdr.msg_namelen", "struct msghdr.msg_flags"];

    public static IReadOnlyList<StructTable> All { get; } =
    [
        new(typeof(OpenHow), "struct open_how", "flags", "mode", "resolve"),
        new(typeof(MountAttr), "struct mount_attr", "attr_set", "attr_clr", "propagation", "userns_fd"),
        new(typeof(Stat), "struct stat", "st_dev", "st_ino", "st_mode", "st_uid", "st_rdev", "st_size"),
        new(typeof(Statfs), "struct statfs", "f_flags"),
        new(typeof(LandlockRulesetAttr), "struct landlock_ruleset_attr", "handled_access_fs", "handled_access_net", "scoped"),
        new(typeof(LandlockPathBeneath), "struct landlock_path_beneath_attr", "allowed_access", "parent_fd"),
        new(typeof(SockFprog), "struct sock_fprog", "len", "filter"),
        new(typeof(PollFd), "struct pollfd", "fd", "events", "revents"),
        new(typeof(Rlimit64), "struct rlimit64", "rlim_cur", "rlim_max"),
        new(typeof(SocketAddress), "struct sockaddr_in", "sin_family", "sin_port", "sin_addr", "sin_zero"),
        new(typeof(IoVector), "struct iovec", "iov_base", "iov_len"),
        new(typeof(MessageHeader), "struct msghdr", "msg_name", "msg_namelen", "msg_iov", "msg_iovlen", "msg_control", "msg_controllen", "msg_flags"),
        new(typeof(ControlHeader), "struct cmsghdr", "cmsg_len", "cmsg_level", "cmsg_type"),
        new(typeof(NetlinkReply), "struct { struct nlmsghdr h; int error; }", "h.nlmsg_len", "h.nlmsg_type", "h.nlmsg_flags", "h.nlmsg_seq", "h.nlmsg_pid", "error"),
        new(Linux("Native.IoVector"), "struct iovec", "iov_base", "iov_len"),
        new(Linux("Native.MessageHeader"), "struct msghdr", "msg_name", "msg_namelen", "msg_iov", "msg_iovlen", "msg_control", "msg_controllen", "msg_flags"),
        new(Linux("Native.ControlHeader"), "struct cmsghdr", "cmsg_len", "cmsg_level", "cmsg_type"),
        new(Linux("Native.PollDescriptor"), "struct pollfd", "fd", "events", "revents"),
        new(Linux("Native.StatxBuffer"), "struct statx", "stx_uid", "stx_gid", "stx_mode", "stx_ino", "stx_size",
            "stx_ctime.tv_sec", "stx_ctime.tv_nsec", "stx_mtime.tv_sec", "stx_mtime.tv_nsec", "stx_dev_major", "stx_dev_minor"),
        new(Linux("Native.SocketAddressV4"), "struct sockaddr_in", "sin_family", "sin_port", "sin_addr", "sin_zero"),
        new(Linux("Native.SocketAddressUnix"), "struct sockaddr_un", "sun_family", "sun_path"),
        new(Linux("Native.PeerCredentials"), "struct ucred", "pid", "uid", "gid"),
        new(Linux("Native.ResourceLimits"), "struct rlimit", "rlim_cur", "rlim_max"),
        new(Linux("Native.PacketInfo"), "struct in_pktinfo", "ipi_ifindex", "ipi_spec_dst", "ipi_addr"),
    ];

    public static StructTable KernelSigaction { get; } =
        new(typeof(KernelSigaction), "struct sigaction", "sa_handler", "sa_flags", "sa_restorer", "sa_mask");

    public FieldInfo[] OurFields => Type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    public IEnumerable<CAssertion> Assertions =>
    [
        new($"sizeof({Name}) == {Marshal.SizeOf(Type)}", $"size of {Type.Name}", Newer.GetValueOrDefault(Name)),
        .. OurFields.Zip(Fields).SelectMany(pair => Field(pair.First, pair.Second)),
    ];

    private IEnumerable<CAssertion> Field(FieldInfo ours, string theirs)
    {
        string? guard = Newer.GetValueOrDefault(theirs);
        int size = ours.FieldType.IsPointer ? 8 : Marshal.SizeOf(ours.FieldType);
        string compare = Widened.Contains($"{Name}.{theirs}") ? "<=" : "==";
        yield return new($"offsetof({Name}, {theirs}) == {Marshal.OffsetOf(Type, ours.Name)}", $"offset of {Type.Name}.{ours.Name}", guard);
        yield return new($"sizeof((({Name} *)0)->{theirs}) {compare} {size}", $"size of {Type.Name}.{ours.Name}", guard);
    }

    private static Type Linux(string name) => typeof(Errno).Assembly.GetType("Sandbox.Linux." + name, throwOnError: true)!;
}
