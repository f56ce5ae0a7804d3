using Sandbox.Executor.Kernel;

namespace Sandbox.Executor.Network;

/// <summary>One transmission of netlink messages to the kernel, which has done them when sendto returns.</summary>
internal static unsafe class Netlink
{
    private const int ReplyLength = 1024;

    /// <summary>
    /// Answers 0 when the message <paramref name="last"/> is acknowledged and no other failed; else -errno, and in
    /// <paramref name="failed"/> the number of the message that failed (0 when it was none of them).
    /// </summary>
    public static long Transmit(int family, byte* messages, int length, uint last, uint* failed)
    {
        *failed = 0;
        long socket = Sys.Call(Nr.socket, C.AF_NETLINK, C.SOCK_RAW | C.SOCK_CLOEXEC, family);
        if (socket < 0)
        {
            return socket;
        }

        long sent = Sys.Call(Nr.sendto, socket, (long)messages, length, 0, 0, 0);
        long result = sent == length ? Replies(socket, last, failed) : sent < 0 ? sent : -C.EPROTO;
        Sys.Close(socket);
        return result;
    }

    /// <summary>Each reply is a datagram, in the order of the messages; a failure is told whether it was asked for or not.</summary>
    private static long Replies(long socket, uint last, uint* failed)
    {
        byte* buffer = stackalloc byte[ReplyLength];
        NetlinkReply* reply = (NetlinkReply*)buffer;
        while (true)
        {
            // All replies are there already, so there is nothing to wait for.
            long n = Sys.Call(Nr.recvfrom, socket, (long)buffer, ReplyLength, C.MSG_DONTWAIT, 0, 0);
            if (n < 0)
            {
                return n;
            }

            if (n < sizeof(NetlinkReply) || reply->Type != C.NLMSG_ERROR || reply->Error > 0)
            {
                return -C.EPROTO;
            }

            if (reply->Error < 0)
            {
                *failed = reply->Sequence;
                return reply->Error;
            }

            if (reply->Sequence == last)
            {
                return 0;
            }
        }
    }
}
