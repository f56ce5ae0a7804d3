using System.Runtime.InteropServices;

namespace Sandbox.Executor.Kernel;

/// <summary>struct open_how.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenHow
{
    public ulong Flags;
    public ulong Mode;
    public ulong Resolve;
}

/// <summary>struct mount_attr.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MountAttr
{
    public ulong Set;
    public ulong Clear;
    public ulong Propagation;
    public ulong UserNamespace;
}

/// <summary>struct stat of x86_64 (144 bytes); only what is compared is named.</summary>
[StructLayout(LayoutKind.Explicit, Size = 144)]
internal struct Stat
{
    [FieldOffset(0)] public ulong Device;
    [FieldOffset(8)] public ulong Inode;
    [FieldOffset(24)] public uint Mode;
    [FieldOffset(28)] public uint Uid;
    [FieldOffset(40)] public ulong Rdev;
    [FieldOffset(48)] public long Size;
}

/// <summary>struct statfs of x86_64 (120 bytes); only what is looked at is named.</summary>
[StructLayout(LayoutKind.Explicit, Size = 120)]
internal struct Statfs
{
    [FieldOffset(80)] public long Flags;
}

/// <summary>struct landlock_ruleset_attr up to ABI 6.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LandlockRulesetAttr
{
    public ulong HandledAccessFs;
    public ulong HandledAccessNet;
    public ulong Scoped;
}

/// <summary>struct landlock_path_beneath_attr, 12 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct LandlockPathBeneath
{
    public ulong Access;
    public int Parent;
}

/// <summary>struct sock_fprog.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SockFprog
{
    public ulong Length;
    public byte* Filter;
}

/// <summary>struct pollfd.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollFd
{
    public int Descriptor;
    public short Events;
    public short Returned;
}

/// <summary>The kernel's struct sigaction (not libc's).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KernelSigaction
{
    public ulong Handler;
    public ulong Flags;
    public ulong Restorer;
    public ulong Mask;
}

/// <summary>struct rlimit64.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Rlimit64
{
    public ulong Soft;
    public ulong Hard;
}

/// <summary>struct sockaddr_in; port and address are in network order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SocketAddress
{
    public ushort Family;
    public ushort Port;
    public uint Address;
    public ulong Zero;
}

/// <summary>struct iovec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoVector
{
    public void* Base;
    public ulong Length;
}

/// <summary>struct msghdr as the kernel has it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader
{
    public void* Name;
    public ulong NameLength;
    public IoVector* Vectors;
    public ulong VectorCount;
    public void* Control;
    public ulong ControlLength;
    public ulong Flags;
}

/// <summary>struct cmsghdr.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ControlHeader
{
    public ulong Length;
    public int Level;
    public int Type;
}

/// <summary>struct nlmsgerr behind its struct nlmsghdr, as far as it is looked at.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NetlinkReply
{
    public uint Length;
    public ushort Type;
    public ushort Flags;
    public uint Sequence;
    public uint Port;
    public int Error;
}
