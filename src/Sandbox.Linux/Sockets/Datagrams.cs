using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Sockets;

/// <summary>Datagrams from a socket that is bound to every address of the machine.</summary>
public static unsafe class Datagrams
{
    // sizeof(struct cmsghdr) + sizeof(struct in_pktinfo), without the padding after it.
    private const int ControlLength = 28;

    /// <summary>
    /// Sends one without waiting, from an address of choice: a resolver drops an answer that comes from another address than it asked, and
    /// sendto would take whichever the route prefers.
    /// </summary>
    /// <param name="socket">A UDP socket over IPv4, bound to 0.0.0.0.</param>
    /// <param name="message">The datagram.</param>
    /// <param name="to">Where it goes, over IPv4.</param>
    /// <param name="from">The address it comes from; one of this machine's.</param>
    /// <returns>0, or the errno. The datagram is lost when the socket has no room for it.</returns>
    public static int TrySend(SafeHandle socket, ReadOnlySpan<byte> message, IPEndPoint to, IPAddress from)
    {
        SocketAddressV4 address = new()
        {
            sin_family = Libc.AF_INET,
            sin_port = BinaryPrimitives.ReverseEndianness((ushort)to.Port),
            sin_addr = NetworkOrder(to.Address),
        };
        PacketInfoControl control = new()
        {
            header = new ControlHeader { cmsg_len = ControlLength, cmsg_level = Libc.IPPROTO_IP, cmsg_type = Libc.IP_PKTINFO },
            info = new PacketInfo { ipi_spec_dst = NetworkOrder(from) },
        };
        bool added = false;
        fixed (byte* start = message)
        {
            IoVector data = new() { iov_base = start, iov_len = (nuint)message.Length };
            MessageHeader header = new()
            {
                msg_name = &address,
                msg_namelen = (uint)sizeof(SocketAddressV4),
                msg_iov = &data,
                msg_iovlen = 1,
                msg_control = &control,
                msg_controllen = (nuint)sizeof(PacketInfoControl),
            };
            try
            {
                socket.DangerousAddRef(ref added);
                nint sent;
                do
                {
                    sent = Libc.sendmsg((int)socket.DangerousGetHandle(), &header, Libc.MSG_DONTWAIT | Libc.MSG_NOSIGNAL);
                }
                while (sent < 0 && Errno.Last == Errno.EINTR);
                return sent < 0 ? Errno.Last : 0;
            }
            finally
            {
                if (added)
                {
                    socket.DangerousRelease();
                }
            }
        }
    }

    // The four octets as they lie in memory.
    private static uint NetworkOrder(IPAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        return address.TryWriteBytes(octets, out int length) && length == sizeof(uint)
            ? MemoryMarshal.Read<uint>(octets)
            : throw new ArgumentException($"{address} is not an IPv4 address", nameof(address));
    }
}
