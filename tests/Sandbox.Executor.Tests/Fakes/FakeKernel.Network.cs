using System.Buffers.Binary;
using System.Net;
using Sandbox.Executor.Kernel;
using SocketAddress = Sandbox.Executor.Kernel.SocketAddress;

namespace Sandbox.Executor.Tests.Fakes;

internal sealed unsafe partial class FakeKernel
{
    private readonly Dictionary<string, byte[]> _netlink = new(StringComparer.Ordinal);

    /// <summary>What went over the control socket.</summary>
    public List<SentMessage> Sent { get; } = [];

    /// <summary>What netlink answers, by family: the number of the message that fails and its errno.</summary>
    public Dictionary<int, (uint Number, int Errno)> NetlinkFailures { get; } = [];

    /// <summary>What SO_ERROR says of a connection in progress.</summary>
    public int ConnectError { get; set; }

    /// <summary>Bytes sent over a netlink socket: "routes" or "netfilter".</summary>
    public byte[] Netlink(string which) => _netlink[which];

    public static string Address(long address)
    {
        SocketAddress* at = (SocketAddress*)address;
        string family = at->Family == C.AF_INET && at->Zero == 0 ? string.Empty : "? ";
        return $"{family}{new IPAddress(at->Address)}:{BinaryPrimitives.ReverseEndianness(at->Port)}";
    }

    private static string SocketName(in CallArguments a) =>
        a.A != C.AF_NETLINK ? "socket" : a.C == C.NETLINK_ROUTE ? "routes" : "netfilter";

    private bool IsNetlink(long descriptor) => Descriptor(descriptor)?.Name is "routes" or "netfilter";

    // As the kernel: a reply for a failure, and for whatever asks for one.
    private long Acknowledge(in CallArguments a)
    {
        string name = Descriptor(a.A)!.Name;
        (uint number, int errno) = NetlinkFailures.GetValueOrDefault(name == "routes" ? C.NETLINK_ROUTE : C.NETLINK_NETFILTER, (4U, 0));
        *(NetlinkReply*)a.B = new NetlinkReply { Length = (uint)sizeof(NetlinkReply), Type = C.NLMSG_ERROR, Sequence = number, Error = -errno };
        _loopback |= name == "routes" && errno == 0;
        return sizeof(NetlinkReply);
    }

    private long Network(long number, in CallArguments a)
    {
        if (Descriptor(a.A) is not { } open)
        {
            return -C.EBADF;
        }

        switch (number)
        {
            case Nr.sendto:
                _netlink[open.Name] = new ReadOnlySpan<byte>((void*)a.B, (int)a.C).ToArray();
                return a.C;
            case Nr.connect:
                return -C.EINPROGRESS;
            case Nr.getsockopt:
                *(int*)a.D = ConnectError;
                return 0;
            case Nr.sendmsg:
                Sent.Add(SentMessage.Of((MessageHeader*)a.B));
                return (long)((MessageHeader*)a.B)->Vectors->Length;
            default:
                return 0;
        }
    }
}
