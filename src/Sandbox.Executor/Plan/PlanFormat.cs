// The one source file that the executor and Sandbox.Backends share: the binary plan, the descriptors it
// travels on, and the status records that come back. Everything is little-endian and 8-byte aligned;
// offsets count bytes from the start of the plan; offset 0 means "absent".
using System.Runtime.InteropServices;

namespace Sandbox.Executor.Plan;

internal static class PlanFormat
{
    /// <summary>"CSBXPLAN" read as a little-endian integer.</summary>
    public const ulong Magic = 0x4E41_4C50_5842_5343;

    public const uint Version = 3;

    /// <summary>AUDIT_ARCH_X86_64, the only architecture the seccomp tables exist for.</summary>
    public const uint ArchitectureX64 = 0xC000_003E;

    // Descriptors handed over at spawn (docs/architecture.md, "The hand-over").
    public const int PlanDescriptor = 3;
    public const int StatusDescriptor = 4;
    public const int LivenessDescriptor = 5;
    public const int ControlDescriptor = 6;

    /// <summary>
    /// Kept open by PID 1 and by nothing else inside: whoever holds a lock on it outlives the launcher exactly as long as the
    /// sandbox does.
    /// </summary>
    public const int HoldDescriptor = 7;

    /// <summary>The first of the cgroup.procs files that the monitor writes itself into, opened by the launcher.</summary>
    public const int CgroupDescriptor = 8;
    public const uint MaxCgroups = 8;

    /// <summary>
    /// With <see cref="PlanFlags.Prepared"/>: the first of three that are the caller's 0, 1 and 2, in so far as they are open. What prepares has others: its
    /// words are not the payload's, and who waits for the end of a pipe does not wait for it.
    /// </summary>
    public const int StandardDescriptors = 16;

    /// <summary>With <see cref="PlanFlags.Prepared"/>: a descriptor of the process that prepares, which PID 1 must not outlive.</summary>
    public const int MonitorDescriptor = 19;

    /// <summary>With <see cref="PlanFlags.Prepared"/>: the user namespace of the process that prepares, which PID 1 must not be in.</summary>
    public const int UserNamespaceDescriptor = 20;

    public const uint MaxLength = 64 * 1024 * 1024;
    public const uint MaxMounts = 8192;
    public const uint MaxStrings = 65536;
    public const uint MaxLandlockRules = 4096;
    public const uint MaxSeccompInstructions = 4096;

    /// <summary>With the fixed sockets still below SCM_MAX_FD (253), the number of descriptors that one message can carry.</summary>
    public const uint MaxNamedPorts = 240;

    /// <summary>Sessions alive at once, the first one included.</summary>
    public const int MaxSessions = 256;

    /// <summary>PATH_MAX, the final NUL included: a longer target could only fail, and is copied to the stack before it does.</summary>
    public const int MaxPath = 4096;
}

[Flags]
internal enum PlanFlags : uint
{
    None = 0,

    /// <summary>user.max_user_namespaces is pinned so that nothing inside can make another one.</summary>
    ForbidNestedUserNamespaces = 1,

    /// <summary>The plan carries a credential, so it may only arrive as a sealed memfd from the launcher.</summary>
    HasCredentials = 2,

    /// <summary>The plan counts on a supervisor that watches the host side; not runnable from a file.</summary>
    NeedsSupervisor = 4,

    /// <summary>The launcher's real uid is 0: supplementary groups are dropped before the namespaces are made.</summary>
    DropSupplementaryGroups = 8,

    /// <summary>
    /// Another program (bwrap, systemd-nspawn, a kernel of its own) has made the namespaces, with this process as their PID 1 and as uid 0 of the
    /// user namespace that owns them, and a root in which every source of the plan has its host path. All the rest is done as ever, the
    /// sandbox's own root included. Not from a file.
    /// </summary>
    Prepared = 16,

    /// <summary>A container manager makes the namespaces; ContainedFormat says how the plan gets there.</summary>
    Contained = 64,

    /// <summary>The first session is not the plan's: it comes over the control socket as the first request to join, with a terminal of the sandbox's own.</summary>
    FirstJoins = 32,
}

[StructLayout(LayoutKind.Sequential)]
internal struct PlanHeader
{
    public ulong Magic;
    public uint Version;
    public uint Architecture;
    public ulong BuildHash;
    public ulong Length;
    public uint Flags;
    public uint Namespaces;
    public uint OuterUid;
    public uint OuterGid;
    public uint InnerUid;
    public uint InnerGid;
    public uint MountsOffset;
    public uint MountCount;
    public uint SessionOffset;
    public uint HostnameOffset;
    public uint SeccompOffset;
    public uint SeccompInstructions;
    public uint RlimitsOffset;
    public uint RlimitCount;
    public uint LandlockScopes;
    public uint RootSizeKiB;

    /// <summary>A <see cref="PlanNetwork"/>, or 0.</summary>
    public uint NetworkOffset;

    /// <summary>How many descriptors from <see cref="PlanFormat.CgroupDescriptor"/> on are control groups to enter.</summary>
    public uint CgroupCount;

    /// <summary>LANDLOCK_ACCESS_FS_* that need a rule; 0 for no rules about files.</summary>
    public ulong LandlockAccess;

    /// <summary>A table of <see cref="PlanLandlockRule"/>.</summary>
    public uint LandlockOffset;
    public uint LandlockCount;

    /// <summary>inotify instances and watches of all processes of the sandbox together; 0 for no limit but the host's.</summary>
    public uint InotifyInstances;
    public uint InotifyWatches;
}

internal enum MountKind : ushort
{
    /// <summary>Source (host path) appears at Target.</summary>
    Bind = 1,

    /// <summary>An empty tmpfs of Size bytes and Inodes inodes with Mode.</summary>
    Tmpfs = 2,

    /// <summary>A fresh procfs of the sandbox's own PID namespace.</summary>
    Proc = 3,

    /// <summary>A devpts instance of its own.</summary>
    Devpts = 4,

    /// <summary>A symbolic link at Target; Source is what it says.</summary>
    Symlink = 5,

    /// <summary>An empty directory with Mode.</summary>
    Directory = 6,

    /// <summary>A regular file with Mode holding Data.</summary>
    File = 7,

    /// <summary>Something unreadable and read-only on top of Target.</summary>
    Mask = 8,

    /// <summary>The mount at Target itself (not what is mounted below it) becomes read-only.</summary>
    Relock = 9,

    /// <summary>What is at Target inside is mounted onto itself with the given attributes.</summary>
    Self = 10,
}

[Flags]
internal enum MountFlags : ushort
{
    None = 0,
    ReadOnly = 1,
    Recursive = 2,

    /// <summary>The target (and, for <see cref="MountKind.Bind"/>, the source) is not a directory.</summary>
    IsFile = 4,

    /// <summary>Missing directories above the target, and the mount point itself, are made; only ever on a tmpfs of ours.</summary>
    Create = 8,

    /// <summary>A source (Bind) or target (Mask, Self) that does not exist is skipped.</summary>
    Optional = 16,

    /// <summary>Device and Inode must still be those of the source.</summary>
    VerifyIdentity = 32,
    NoSuid = 64,
    NoDev = 128,
    NoExec = 256,

    /// <summary>Where the sandbox has ids of its own outside, the files behind this mount are shown as if they had them.</summary>
    IdMapped = 512,
}

[StructLayout(LayoutKind.Sequential)]
internal struct PlanMount
{
    public ushort Kind;
    public ushort Flags;
    public uint Mode;
    public uint Source;
    public uint Target;
    public uint Data;
    public uint DataLength;
    public ulong Size;
    public ulong Inodes;
    public ulong Device;
    public ulong Inode;
}

/// <summary>One process tree to start: the arrays are 8-byte string offsets, ended by 0, that the executor turns into pointers in place.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PlanSession
{
    /// <summary>Paths to try with execve, in order (what a search of PATH would try).</summary>
    public uint CandidatesOffset;
    public uint CandidateCount;
    public uint ArgumentsOffset;
    public uint ArgumentCount;
    public uint EnvironmentOffset;
    public uint EnvironmentCount;
    public uint DirectoryOffset;
    public uint Flags;
}

/// <summary>What may be done to files at Path and below it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PlanLandlockRule
{
    /// <summary>A part of the header's LandlockAccess.</summary>
    public ulong Access;

    /// <summary>Absolute path inside.</summary>
    public uint Path;
    public uint Reserved;
}

[StructLayout(LayoutKind.Sequential)]
internal struct PlanRlimit
{
    public ulong Resource;
    public ulong Soft;
    public ulong Hard;
}

internal enum NetworkKind : uint
{
    /// <summary>TCP to foreign addresses and DNS arrive at sockets that are handed to the launcher.</summary>
    Capture = 1,
}

[Flags]
internal enum NetworkFlags : uint
{
    None = 0,

    /// <summary>Where nf_tables cannot be used, listeners on the named ports take its place.</summary>
    MayBeWeaker = 1,
}

/// <summary>What the sandbox's own network is like; only with a network namespace, and only from a launcher.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PlanNetwork
{
    public uint Kind;
    public uint Flags;

    /// <summary>16-bit port numbers, ascending, none of <see cref="NetworkPorts"/>.</summary>
    public uint PortsOffset;
    public uint PortCount;
}

/// <summary>Ports that have a listener of their own inside.</summary>
internal static class NetworkPorts
{
    public const ushort Capture = 1;
    public const ushort Dns = 53;
    public const ushort Proxy = 3128;
    public const ushort Broker = 3129;
}

internal enum StatusKind : ushort
{
    /// <summary>A step failed: Step, Value = errno, path follows.</summary>
    Error = 1,

    /// <summary>PID 1 forked the session: Value = its pid inside.</summary>
    Started = 2,

    /// <summary>The session ended: Value = wait status.</summary>
    Ended = 3,
}

/// <summary>Header of a record on the status pipe; PathLength bytes follow. A record is written at once and never exceeds PIPE_BUF.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct StatusRecord
{
    public ushort Kind;
    public ushort Step;
    public int Value;
    public uint PathLength;

    /// <summary>For <see cref="StatusKind.Ended"/>: how many sessions are left.</summary>
    public uint Others;
}

internal enum ControlKind : uint
{
    /// <summary>To PID 1: send signal Value to the session; on the socket of a joined session -Value for its whole process group.</summary>
    Signal = 1,

    /// <summary>To PID 1: connect to port Value of 127.0.0.1 inside; Number comes back in the answer.</summary>
    Connect = 2,

    /// <summary>
    /// From PID 1, before the session exists: the sockets, one descriptor for each of the Number <see cref="SocketRecord"/>s that follow.
    /// Value is 0, or the errno that kept nf_tables from being used.
    /// </summary>
    Sockets = 3,

    /// <summary>From PID 1: the socket that Connect asked for, perhaps still connecting; or Value = errno and no descriptor.</summary>
    Connected = 4,

    /// <summary>
    /// To PID 1: start one more session. Value: <see cref="JoinFlags"/>; Number: rows in the high half, columns in the low one. Descriptors: a
    /// sealed plan of which only the session counts, the session's socket, then the standard ones as the flags say. All answers go to the
    /// session's socket; its other end may send <see cref="Signal"/>, and its end ends the session.
    /// </summary>
    Join = 5,

    /// <summary>To PID 1: how many sessions are there? Number comes back in the answer.</summary>
    Count = 6,

    /// <summary>From PID 1: Value sessions.</summary>
    Counted = 7,

    /// <summary>To PID 1: signal Value to everything inside but PID 1.</summary>
    SignalAll = 8,

    /// <summary>
    /// To PID 1: Value 1, mounts will be attached from outside; 0, no more of them. Between the two a change of the mount table ends the sandbox only when a
    /// protection is missing. Answered by <see cref="Counted"/>.
    /// </summary>
    ExpectMounts = 9,
}

[Flags]
internal enum JoinFlags : uint
{
    /// <summary>Three descriptors follow: 0, 1 and 2 of the session.</summary>
    None = 0,

    /// <summary>The session gets a terminal of the sandbox's own, whose other side comes back with Started; no descriptors follow.</summary>
    Terminal = 1,

    /// <summary>With <see cref="Terminal"/>: one descriptor follows, which is the session's 2.</summary>
    OwnErrors = 2,
}

[StructLayout(LayoutKind.Sequential)]
internal struct ControlMessage
{
    public uint Kind;
    public int Value;
    public uint Number;
}

internal enum SocketRole : ushort
{
    /// <summary>Every TCP connection to a foreign address, accepted with that address as the local one.</summary>
    Capture = 1,

    /// <summary>Datagrams to port 53, with IP_PKTINFO.</summary>
    DnsUdp = 2,
    DnsTcp = 3,
    Proxy = 4,
    Broker = 5,

    /// <summary>Connections to one named port of any address.</summary>
    NamedPort = 6,
}

[StructLayout(LayoutKind.Sequential)]
internal struct SocketRecord
{
    public ushort Role;
    public ushort Port;
}
