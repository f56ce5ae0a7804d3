using System.Runtime.InteropServices;

namespace Sandbox.Linux.Native;

/// <summary>struct sockaddr_in. Port and address are in network order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SocketAddressV4
{
    public ushort sin_family;
    public ushort sin_port;
    public uint sin_addr;
    public ulong sin_zero;
}

/// <summary>struct in_pktinfo. Addresses are in network order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PacketInfo
{
    public int ipi_ifindex;
    public uint ipi_spec_dst;
    public uint ipi_addr;
}

/// <summary>One control message that holds a struct in_pktinfo, with the room that CMSG_SPACE asks for.</summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal struct PacketInfoControl
{
    public ControlHeader header;
    public PacketInfo info;
}

internal static unsafe partial class Libc
{
    public const int AF_INET = 2;
    public const int IPPROTO_IP = 0;
    public const int IP_PKTINFO = 8;

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint sendmsg(int descriptor, MessageHeader* message, int flags);
}
