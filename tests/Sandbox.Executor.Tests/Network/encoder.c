// Encodes the two netlink batches of the executor from the kernel's own headers. Prints hexadecimal bytes, one message a line.
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <net/if.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/rtnetlink.h>

enum { LOOPBACK = 1, CAPTURE_PORT = 1, NFT = NFNL_SUBSYS_NFTABLES << 8 };

static unsigned char buffer[4096];
static int used;
static int sequence;

static void *put(const void *data, int length)
{
    void *at = buffer + used;
    memcpy(at, data, length);
    used += (length + 3) & ~3;
    return at;
}

static void begin(int type, int flags)
{
    struct nlmsghdr header = { .nlmsg_type = type, .nlmsg_flags = NLM_F_REQUEST | flags, .nlmsg_seq = ++sequence };
    memset(buffer, 0, sizeof buffer);
    used = 0;
    put(&header, sizeof header);
}

static void end(void)
{
    ((struct nlmsghdr *)buffer)->nlmsg_len = used;
    for (int i = 0; i < used; i++)
        printf("%02x", buffer[i]);
    printf("\n");
}

static void attribute(int type, const void *data, int length)
{
    struct nlattr header = { .nla_len = sizeof header + length, .nla_type = type };
    put(&header, sizeof header);
    put(data, length);
}

static int open_nest(int type)
{
    struct nlattr header = { .nla_type = type | NLA_F_NESTED };
    int at = used;
    put(&header, sizeof header);
    return at;
}

static void close_nest(int at) { ((struct nlattr *)(buffer + at))->nla_len = used - at; }
static void number(int type, unsigned value) { value = htonl(value); attribute(type, &value, 4); }
static void text(int type, const char *value) { attribute(type, value, strlen(value) + 1); }
static void address(int type, const char *value) { unsigned a = inet_addr(value); attribute(type, &a, 4); }

static void local_route(const char *destination, int bits, int flags)
{
    struct rtmsg route = { .rtm_family = AF_INET, .rtm_dst_len = bits, .rtm_table = RT_TABLE_LOCAL, .rtm_protocol = RTPROT_STATIC,
                           .rtm_scope = RT_SCOPE_HOST, .rtm_type = RTN_LOCAL };
    int out = LOOPBACK;
    begin(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL | flags);
    put(&route, sizeof route);
    address(RTA_DST, destination);
    attribute(RTA_OIF, &out, 4);
    address(RTA_PREFSRC, "10.0.2.15");
    end();
}

static void routes(void)
{
    struct ifinfomsg link = { .ifi_index = LOOPBACK, .ifi_flags = IFF_UP, .ifi_change = IFF_UP };
    begin(RTM_NEWLINK, 0);
    put(&link, sizeof link);
    end();

    struct ifaddrmsg own = { .ifa_family = AF_INET, .ifa_prefixlen = 32, .ifa_scope = RT_SCOPE_UNIVERSE, .ifa_index = LOOPBACK };
    begin(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
    put(&own, sizeof own);
    address(IFA_LOCAL, "10.0.2.15");
    address(IFA_ADDRESS, "10.0.2.15");
    end();

    local_route("198.18.0.0", 15, 0);
    local_route("10.0.2.3", 32, NLM_F_ACK);
}

static void netfilter(int type, int flags, int family, int resource)
{
    struct nfgenmsg header = { .nfgen_family = family, .version = NFNETLINK_V0, .res_id = htons(resource) };
    begin(type, flags);
    put(&header, sizeof header);
}

static int outer, inner;
static void open_expression(const char *name)
{
    outer = open_nest(NFTA_LIST_ELEM);
    text(NFTA_EXPR_NAME, name);
    inner = open_nest(NFTA_EXPR_DATA);
}

static void close_expression(void)
{
    close_nest(inner);
    close_nest(outer);
}

static void value(int type, const void *data, int length)
{
    int nest = open_nest(type);
    attribute(NFTA_DATA_VALUE, data, length);
    close_nest(nest);
}

static void equal(const void *data, int length)
{
    open_expression("cmp");
    number(NFTA_CMP_SREG, NFT_REG_1);
    number(NFTA_CMP_OP, NFT_CMP_EQ);
    value(NFTA_CMP_DATA, data, length);
    close_expression();
}

static void load_destination(const char *mask)
{
    unsigned keep = inet_addr(mask), flip = 0;
    open_expression("payload");
    number(NFTA_PAYLOAD_DREG, NFT_REG_1);
    number(NFTA_PAYLOAD_BASE, NFT_PAYLOAD_NETWORK_HEADER);
    number(NFTA_PAYLOAD_OFFSET, 16);
    number(NFTA_PAYLOAD_LEN, 4);
    close_expression();
    open_expression("bitwise");
    number(NFTA_BITWISE_SREG, NFT_REG_1);
    number(NFTA_BITWISE_DREG, NFT_REG_1);
    number(NFTA_BITWISE_LEN, 4);
    value(NFTA_BITWISE_MASK, &keep, 4);
    value(NFTA_BITWISE_XOR, &flip, 4);
    close_expression();
}

static void immediate(int reg, const void *data, int length)
{
    open_expression("immediate");
    number(NFTA_IMMEDIATE_DREG, reg);
    value(NFTA_IMMEDIATE_DATA, data, length);
    close_expression();
}

static void capture(void)
{
    unsigned loopback = inet_addr("127.0.0.1"), fake = inet_addr("198.18.0.0");
    unsigned short port = htons(CAPTURE_PORT);
    unsigned char tcp = IPPROTO_TCP;

    netfilter(NFNL_MSG_BATCH_BEGIN, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES);
    end();

    netfilter(NFT | NFT_MSG_NEWTABLE, NLM_F_CREATE, NFPROTO_IPV4, 0);
    text(NFTA_TABLE_NAME, "capture");
    end();

    netfilter(NFT | NFT_MSG_NEWCHAIN, NLM_F_CREATE, NFPROTO_IPV4, 0);
    text(NFTA_CHAIN_TABLE, "capture");
    text(NFTA_CHAIN_NAME, "tcp");
    int hook = open_nest(NFTA_CHAIN_HOOK);
    number(NFTA_HOOK_HOOKNUM, NF_INET_PRE_ROUTING);
    number(NFTA_HOOK_PRIORITY, -150);
    close_nest(hook);
    number(NFTA_CHAIN_POLICY, NF_ACCEPT);
    text(NFTA_CHAIN_TYPE, "filter");
    end();

    netfilter(NFT | NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND | NLM_F_ACK, NFPROTO_IPV4, 0);
    text(NFTA_RULE_TABLE, "capture");
    text(NFTA_RULE_CHAIN, "tcp");
    int expressions = open_nest(NFTA_RULE_EXPRESSIONS);
    load_destination("255.254.0.0");
    equal(&fake, 4);
    open_expression("meta");
    number(NFTA_META_KEY, NFT_META_L4PROTO);
    number(NFTA_META_DREG, NFT_REG_1);
    close_expression();
    equal(&tcp, 1);
    immediate(NFT_REG_1, &loopback, 4);
    immediate(NFT_REG_2, &port, 2);
    open_expression("tproxy");
    number(NFTA_TPROXY_FAMILY, NFPROTO_IPV4);
    number(NFTA_TPROXY_REG_ADDR, NFT_REG_1);
    number(NFTA_TPROXY_REG_PORT, NFT_REG_2);
    close_expression();
    open_expression("immediate");
    number(NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
    int data = open_nest(NFTA_IMMEDIATE_DATA);
    int verdict = open_nest(NFTA_DATA_VERDICT);
    number(NFTA_VERDICT_CODE, NF_ACCEPT);
    close_nest(verdict);
    close_nest(data);
    close_expression();
    close_nest(expressions);
    end();

    netfilter(NFNL_MSG_BATCH_END, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES);
    end();
}

int main(int count, char **arguments)
{
    if (count == 2 && !strcmp(arguments[1], "routes"))
        routes();
    else
        capture();
    return 0;
}
