namespace Sandbox.Executor.Network;

/// <summary>
/// One rtnetlink transmission, byte for byte, for a network namespace in which nothing but its own loopback interface (always number 1) exists.
/// Whatever 198.18.0.0/15 stands for is then on this machine, and every packet to it has the source 10.0.2.15: without that a
/// program could connect to itself, and resolvers would see no IPv4 at all. There is no other route, so everything else is unreachable at once.
/// A test encodes the same from the kernel's headers.
/// </summary>
internal static class RouteMessages
{
    /// <summary>The only message that asks for an acknowledgement. An error of an earlier one is told without asking, and before it.</summary>
    public const uint Last = 4;

    public static ReadOnlySpan<byte> Bytes =>
    [
        // 1: RTM_NEWLINK, REQUEST, 32 bytes
        32, 0, 0, 0, 16, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, // nlmsghdr
        0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, // struct ifinfomsg: interface 1, IFF_UP set, only IFF_UP changed

        // 2: RTM_NEWADDR, REQUEST|EXCL|CREATE, 40 bytes
        40, 0, 0, 0, 20, 0, 1, 6, 2, 0, 0, 0, 0, 0, 0, 0, // nlmsghdr
        2, 32, 0, 0, 1, 0, 0, 0, // struct ifaddrmsg: AF_INET, /32, universe, interface 1
        8, 0, 2, 0, 10, 0, 2, 15, // IFA_LOCAL 10.0.2.15
        8, 0, 1, 0, 10, 0, 2, 15, // IFA_ADDRESS 10.0.2.15

        // 3: RTM_NEWROUTE, REQUEST|EXCL|CREATE, 52 bytes
        52, 0, 0, 0, 24, 0, 1, 6, 3, 0, 0, 0, 0, 0, 0, 0, // nlmsghdr
        2, 15, 0, 0, 255, 4, 254, 2, 0, 0, 0, 0, // struct rtmsg: AF_INET, /15, table local, by RTPROT_STATIC, scope host, RTN_LOCAL
        8, 0, 1, 0, 198, 18, 0, 0, // RTA_DST 198.18.0.0
        8, 0, 4, 0, 1, 0, 0, 0, // RTA_OIF interface 1
        8, 0, 7, 0, 10, 0, 2, 15, // RTA_PREFSRC 10.0.2.15

        // 4: RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE, 52 bytes
        52, 0, 0, 0, 24, 0, 5, 6, 4, 0, 0, 0, 0, 0, 0, 0, // nlmsghdr
        2, 32, 0, 0, 255, 4, 254, 2, 0, 0, 0, 0, // struct rtmsg: AF_INET, /32, table local, by RTPROT_STATIC, scope host, RTN_LOCAL
        8, 0, 1, 0, 10, 0, 2, 3, // RTA_DST 10.0.2.3
        8, 0, 4, 0, 1, 0, 0, 0, // RTA_OIF interface 1
        8, 0, 7, 0, 10, 0, 2, 15, // RTA_PREFSRC 10.0.2.15
    ];

    /// <summary>What the message of this number is about.</summary>
    public static ReadOnlySpan<byte> Subject(uint number) => number switch
    {
        1 => "lo\0"u8,
        2 => "10.0.2.15\0"u8,
        3 => "198.18.0.0/15\0"u8,
        4 => "10.0.2.3\0"u8,
        _ => "\0"u8,
    };
}
