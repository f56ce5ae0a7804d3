using System.Net.Sockets;
using System.Runtime.InteropServices;
using Sandbox.Linux.Files;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Sockets;

/// <summary>Messages with descriptors over unix sockets (SCM_RIGHTS).</summary>
public static unsafe class DescriptorMessages
{
    // SCM_MAX_FD: no message carries more, so none of them can be lost for want of room.
    private const int MostDescriptors = 253;

    /// <summary>Takes one message without waiting. Null when none is there; an empty one when the other end is gone.</summary>
    /// <param name="socket">A unix socket that keeps message boundaries.</param>
    /// <param name="room">Bytes that the longest message expected has.</param>
    /// <exception cref="IOException">The socket cannot be read.</exception>
    public static ReceivedMessage? TryReceive(Descriptor socket, int room)
    {
        byte[] bytes = new byte[room];
        int rightsRoom = sizeof(ControlHeader) + (MostDescriptors * sizeof(int)) + sizeof(int);
        byte* rights = stackalloc byte[rightsRoom];
        fixed (byte* start = bytes)
        {
            IoVector data = new() { iov_base = start, iov_len = (nuint)room };
            MessageHeader header;
            nint count;
            do
            {
                header = new MessageHeader { msg_iov = &data, msg_iovlen = 1, msg_control = rights, msg_controllen = (nuint)rightsRoom };
                count = Libc.recvmsg(socket.Number, &header, Libc.MSG_DONTWAIT | Libc.MSG_CMSG_CLOEXEC);
            }
            while (count < 0 && Errno.Last == Errno.EINTR);
            if (count < 0)
            {
                // The other end has gone with something unread: the end, as when there was nothing.
                return Errno.Last == Errno.ECONNRESET ? new ReceivedMessage([], [], false) : Errno.Last == Errno.EAGAIN ? null : throw new IOException($"cannot receive: {Errno.Describe(Errno.Last)} ({Errno.Name(Errno.Last)})");
            }

            bool isCut = (header.msg_flags & (Libc.MSG_TRUNC | Libc.MSG_CTRUNC)) != 0;
            return new ReceivedMessage(bytes[..(int)count], Descriptors(new ReadOnlySpan<byte>(rights, (int)header.msg_controllen)), isCut);
        }
    }

    /// <summary>Sends one message in one piece, waiting for room; false when the other end is gone.</summary>
    /// <param name="socket">A unix socket that keeps message boundaries.</param>
    /// <param name="message">At least one byte.</param>
    /// <param name="descriptors">Copies of these arrive; at most 253.</param>
    public static bool Send(Descriptor socket, ReadOnlySpan<byte> message, params ReadOnlySpan<Descriptor> descriptors)
    {
        int length = sizeof(ControlHeader) + (descriptors.Length * sizeof(int));
        byte* rights = stackalloc byte[length + sizeof(nuint)];
        *(ControlHeader*)rights = new ControlHeader { cmsg_len = (nuint)length, cmsg_level = Libc.SOL_SOCKET, cmsg_type = Libc.SCM_RIGHTS };
        int* numbers = (int*)(rights + sizeof(ControlHeader));
        for (int i = 0; i < descriptors.Length; i++)
        {
            numbers[i] = descriptors[i].Number;
        }

        fixed (byte* start = message)
        {
            IoVector data = new() { iov_base = start, iov_len = (nuint)message.Length };
            MessageHeader header = new()
            {
                msg_iov = &data,
                msg_iovlen = 1,
                msg_control = descriptors.Length == 0 ? null : rights,
                msg_controllen = descriptors.Length == 0 ? 0 : (nuint)length,
            };
            nint sent;
            do
            {
                sent = Libc.sendmsg(socket.Number, &header, Libc.MSG_NOSIGNAL);
            }
            while (sent < 0 && Errno.Last == Errno.EINTR);
            return sent == message.Length;
        }
    }

    /// <summary>A descriptor as a socket that blocks, whatever mode it came in. It owns the descriptor.</summary>
    /// <param name="descriptor">A socket; the caller's no more.</param>
    public static Socket ToSocket(Descriptor descriptor)
    {
        int flags = Libc.fcntl(descriptor.Number, Libc.F_GETFL, 0);
        if (flags >= 0 && (flags & Libc.O_NONBLOCK) != 0)
        {
            _ = Libc.fcntl(descriptor.Number, Libc.F_SETFL, flags & ~Libc.O_NONBLOCK);
        }

        SafeSocketHandle? handle = new(descriptor.Detach(), ownsHandle: true);
        try
        {
            Socket socket = new(handle);
            handle = null;
            return socket;
        }
        finally
        {
            handle?.Dispose();
        }
    }

    private static List<Descriptor> Descriptors(ReadOnlySpan<byte> control)
    {
        List<Descriptor> found = [];
        while (control.Length >= sizeof(ControlHeader))
        {
            ControlHeader header = MemoryMarshal.Read<ControlHeader>(control);
            int length = (int)nuint.Clamp(header.cmsg_len, (nuint)sizeof(ControlHeader), (nuint)control.Length);
            if (header is { cmsg_level: Libc.SOL_SOCKET, cmsg_type: Libc.SCM_RIGHTS })
            {
                foreach (int number in MemoryMarshal.Cast<byte, int>(control[sizeof(ControlHeader)..length]))
                {
                    found.Add(new Descriptor(number));
                }
            }

            // CMSG_NXTHDR: the next one begins at a multiple of the size of a long.
            int next = (length + sizeof(nuint) - 1) & ~(sizeof(nuint) - 1);
            control = control[Math.Min(next, control.Length)..];
        }

        return found;
    }
}
