namespace Sandbox.Executor.Network;

/// <summary>
/// One nf_tables transaction, byte for byte:
/// <code>
/// table ip capture {
///   chain tcp {
///     type filter hook prerouting priority mangle; policy accept;
///     ip daddr 198.18.0.0/15 meta l4proto tcp tproxy to 127.0.0.1:1 accept
///   }
/// }
/// </code>
/// Nothing but the fake addresses: a program may bind a socket to the loopback interface (SO_BINDTODEVICE), and the kernel then sends to any
/// address at all without a route; those packets end here instead of at the launcher.
/// A test encodes the same from the kernel's headers.
/// </summary>
internal static class CaptureRule
{
    /// <summary>The only message that asks for an acknowledgement, which comes after the transaction is committed.</summary>
    public const uint Last = 4;

    public static ReadOnlySpan<byte> Bytes =>
    [
        // 1: NFNL_MSG_BATCH_BEGIN, REQUEST, 20 bytes
        20, 0, 0, 0, 16, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, // nlmsghdr
        0, 0, 0, 10, // struct nfgenmsg: unspecified family, NFNL_SUBSYS_NFTABLES

        // 2: NFT_MSG_NEWTABLE, REQUEST|CREATE, 32 bytes
        32, 0, 0, 0, 0, 10, 1, 4, 2, 0, 0, 0, 0, 0, 0, 0, // nlmsghdr
        2, 0, 0, 0, // struct nfgenmsg: IPv4
        12, 0, 1, 0, 99, 97, 112, 116, 117, 114, 101, 0, // NFTA_TABLE_NAME capture

        // 3: NFT_MSG_NEWCHAIN, REQUEST|CREATE, 80 bytes
        80, 0, 0, 0, 3, 10, 1, 4, 3, 0, 0, 0, 0, 0, 0, 0, // nlmsghdr
        2, 0, 0, 0, // struct nfgenmsg: IPv4
        12, 0, 1, 0, 99, 97, 112, 116, 117, 114, 101, 0, // NFTA_CHAIN_TABLE capture
        8, 0, 3, 0, 116, 99, 112, 0, // NFTA_CHAIN_NAME tcp
        20, 0, 4, 128, // NFTA_CHAIN_HOOK
            8, 0, 1, 0, 0, 0, 0, 0, // NFTA_HOOK_HOOKNUM prerouting
            8, 0, 2, 0, 255, 255, 255, 106, // NFTA_HOOK_PRIORITY -150
        8, 0, 5, 0, 0, 0, 0, 1, // NFTA_CHAIN_POLICY accept
        11, 0, 7, 0, 102, 105, 108, 116, 101, 114, 0, 0, // NFTA_CHAIN_TYPE filter

        // 4: NFT_MSG_NEWRULE, REQUEST|ACK|CREATE|APPEND, 468 bytes
        212, 1, 0, 0, 6, 10, 5, 12, 4, 0, 0, 0, 0, 0, 0, 0, // nlmsghdr
        2, 0, 0, 0, // struct nfgenmsg: IPv4
        12, 0, 1, 0, 99, 97, 112, 116, 117, 114, 101, 0, // NFTA_RULE_TABLE capture
        8, 0, 2, 0, 116, 99, 112, 0, // NFTA_RULE_CHAIN tcp
        172, 1, 4, 128, // NFTA_RULE_EXPRESSIONS
            52, 0, 1, 128, // NFTA_LIST_ELEM
                12, 0, 1, 0, 112, 97, 121, 108, 111, 97, 100, 0, // NFTA_EXPR_NAME payload
                36, 0, 2, 128, // NFTA_EXPR_DATA
                    8, 0, 1, 0, 0, 0, 0, 1, // NFTA_PAYLOAD_DREG register 1
                    8, 0, 2, 0, 0, 0, 0, 1, // NFTA_PAYLOAD_BASE network header
                    8, 0, 3, 0, 0, 0, 0, 16, // NFTA_PAYLOAD_OFFSET destination address
                    8, 0, 4, 0, 0, 0, 0, 4, // NFTA_PAYLOAD_LEN 4 bytes
            68, 0, 1, 128, // NFTA_LIST_ELEM
                12, 0, 1, 0, 98, 105, 116, 119, 105, 115, 101, 0, // NFTA_EXPR_NAME bitwise
                52, 0, 2, 128, // NFTA_EXPR_DATA
                    8, 0, 1, 0, 0, 0, 0, 1, // NFTA_BITWISE_SREG register 1
                    8, 0, 2, 0, 0, 0, 0, 1, // NFTA_BITWISE_DREG register 1
                    8, 0, 3, 0, 0, 0, 0, 4, // NFTA_BITWISE_LEN 4 bytes
                    12, 0, 4, 128, // NFTA_BITWISE_MASK
                        8, 0, 1, 0, 255, 254, 0, 0, // NFTA_DATA_VALUE 255.254.0.0
                    12, 0, 5, 128, // NFTA_BITWISE_XOR
                        8, 0, 1, 0, 0, 0, 0, 0, // NFTA_DATA_VALUE 0.0.0.0
            44, 0, 1, 128, // NFTA_LIST_ELEM
                8, 0, 1, 0, 99, 109, 112, 0, // NFTA_EXPR_NAME cmp
                32, 0, 2, 128, // NFTA_EXPR_DATA
                    8, 0, 1, 0, 0, 0, 0, 1, // NFTA_CMP_SREG register 1
                    8, 0, 2, 0, 0, 0, 0, 0, // NFTA_CMP_OP equal
                    12, 0, 3, 128, // NFTA_CMP_DATA
                        8, 0, 1, 0, 198, 18, 0, 0, // NFTA_DATA_VALUE 198.18.0.0
            36, 0, 1, 128, // NFTA_LIST_ELEM
                9, 0, 1, 0, 109, 101, 116, 97, 0, 0, 0, 0, // NFTA_EXPR_NAME meta
                20, 0, 2, 128, // NFTA_EXPR_DATA
                    8, 0, 2, 0, 0, 0, 0, 16, // NFTA_META_KEY l4proto
                    8, 0, 1, 0, 0, 0, 0, 1, // NFTA_META_DREG register 1
            44, 0, 1, 128, // NFTA_LIST_ELEM
                8, 0, 1, 0, 99, 109, 112, 0, // NFTA_EXPR_NAME cmp
                32, 0, 2, 128, // NFTA_EXPR_DATA
                    8, 0, 1, 0, 0, 0, 0, 1, // NFTA_CMP_SREG register 1
                    8, 0, 2, 0, 0, 0, 0, 0, // NFTA_CMP_OP equal
                    12, 0, 3, 128, // NFTA_CMP_DATA
                        5, 0, 1, 0, 6, 0, 0, 0, // NFTA_DATA_VALUE TCP
            44, 0, 1, 128, // NFTA_LIST_ELEM
                14, 0, 1, 0, 105, 109, 109, 101, 100, 105, 97, 116, 101, 0, 0, 0, // NFTA_EXPR_NAME immediate
                24, 0, 2, 128, // NFTA_EXPR_DATA
                    8, 0, 1, 0, 0, 0, 0, 1, // NFTA_IMMEDIATE_DREG register 1
                    12, 0, 2, 128, // NFTA_IMMEDIATE_DATA
                        8, 0, 1, 0, 127, 0, 0, 1, // NFTA_DATA_VALUE 127.0.0.1
            44, 0, 1, 128, // NFTA_LIST_ELEM
                14, 0, 1, 0, 105, 109, 109, 101, 100, 105, 97, 116, 101, 0, 0, 0, // NFTA_EXPR_NAME immediate
                24, 0, 2, 128, // NFTA_EXPR_DATA
                    8, 0, 1, 0, 0, 0, 0, 2, // NFTA_IMMEDIATE_DREG register 2
                    12, 0, 2, 128, // NFTA_IMMEDIATE_DATA
                        6, 0, 1, 0, 0, 1, 0, 0, // NFTA_DATA_VALUE port 1
            44, 0, 1, 128, // NFTA_LIST_ELEM
                11, 0, 1, 0, 116, 112, 114, 111, 120, 121, 0, 0, // NFTA_EXPR_NAME tproxy
                28, 0, 2, 128, // NFTA_EXPR_DATA
                    8, 0, 1, 0, 0, 0, 0, 2, // NFTA_TPROXY_FAMILY IPv4
                    8, 0, 2, 0, 0, 0, 0, 1, // NFTA_TPROXY_REG_ADDR register 1
                    8, 0, 3, 0, 0, 0, 0, 2, // NFTA_TPROXY_REG_PORT register 2
            48, 0, 1, 128, // NFTA_LIST_ELEM
                14, 0, 1, 0, 105, 109, 109, 101, 100, 105, 97, 116, 101, 0, 0, 0, // NFTA_EXPR_NAME immediate
                28, 0, 2, 128, // NFTA_EXPR_DATA
                    8, 0, 1, 0, 0, 0, 0, 0, // NFTA_IMMEDIATE_DREG verdict
                    16, 0, 2, 128, // NFTA_IMMEDIATE_DATA
                        12, 0, 2, 128, // NFTA_DATA_VERDICT
                            8, 0, 1, 0, 0, 0, 0, 1, // NFTA_VERDICT_CODE accept

        // 5: NFNL_MSG_BATCH_END, REQUEST, 20 bytes
        20, 0, 0, 0, 17, 0, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, // nlmsghdr
        0, 0, 0, 10, // struct nfgenmsg: unspecified family, NFNL_SUBSYS_NFTABLES
    ];
}
