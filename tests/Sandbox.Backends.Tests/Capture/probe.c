// Static program for the inside of a captured network. probe OUTPUT VERB ARGUMENT ... , VERB ARGUMENT ... : one line for each verb in OUTPUT.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/rtnetlink.h>

static FILE *out;
static char **word;

static const char *name(int error) { return error ? strerrorname_np(error) : "ok"; }

static struct sockaddr_storage address(int family, const char *host, const char *port, socklen_t *length)
{
    struct sockaddr_storage all = { .ss_family = family };
    if (family == AF_INET) {
        struct sockaddr_in *in = (void *)&all;
        in->sin_port = htons(atoi(port));
        inet_pton(family, host, &in->sin_addr);
        *length = sizeof *in;
    } else {
        struct sockaddr_in6 *in = (void *)&all;
        in->sin6_port = htons(atoi(port));
        inet_pton(family, host, &in->sin6_addr);
        *length = sizeof *in;
    }
    return all;
}

static int limited(int family, int type, int protocol)
{
    struct timeval limit = { .tv_sec = 10 };
    int s = socket(family, type, protocol);
    setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    return s;
}

static int dial(int family, int type)
{
    socklen_t length;
    struct sockaddr_storage to = address(family, word[1], word[2], &length);
    int s = limited(family, type, 0);
    if (s < 0 || connect(s, (void *)&to, length)) {
        int error = errno;
        close(s);
        errno = error;
        return -1;
    }
    return s;
}

static void tell_source(int s)
{
    struct sockaddr_in own;
    socklen_t length = sizeof own;
    getsockname(s, (void *)&own, &length);
    fprintf(out, " from %s", inet_ntoa(own.sin_addr));
}

// tcp HOST PORT: connect, send "hello", read to the end.
static void tcp(int family)
{
    char answer[256] = "";
    int s = dial(family, SOCK_STREAM), used = 0;
    ssize_t n;
    fprintf(out, "%s", s < 0 ? name(errno) : "ok");
    if (s >= 0 && family == AF_INET)
        tell_source(s);
    if (s >= 0) {
        send(s, "hello", 5, MSG_NOSIGNAL);
        while (used < 255 && (n = read(s, answer + used, 255 - used)) > 0)
            used += n;
        if (used)
            fprintf(out, " got %s", answer);
    }
    close(s);
}

// udp HOST PORT TEXT: send, wait for the answer, tell from where it came.
static void udp(int family)
{
    char answer[256] = "";
    struct sockaddr_in from = { 0 };
    socklen_t length, have = sizeof from;
    struct sockaddr_storage to = address(family, word[1], word[2], &length);
    int s = limited(family, SOCK_DGRAM, 0);
    if (sendto(s, word[3], strlen(word[3]), 0, (void *)&to, length) < 0)
        fprintf(out, "%s", name(errno));
    else if (recvfrom(s, answer, sizeof answer - 1, 0, (void *)&from, &have) < 0)
        fprintf(out, "sent, %s", name(errno));
    else
        fprintf(out, "%s from %s:%d", answer, inet_ntoa(from.sin_addr), ntohs(from.sin_port));
    close(s);
}

// quic HOST PORT: a datagram on a connected socket, which hears of refusals.
static void quic(void)
{
    char answer[256];
    int s = dial(AF_INET, SOCK_DGRAM);
    if (s < 0)
        fprintf(out, "%s", name(errno));
    else
        fprintf(out, "%s", name(send(s, "x", 1, 0) < 0 || recv(s, answer, sizeof answer, 0) < 0 ? errno : 0));
    close(s);
}

// serve HOST PORT: listen, tell the launcher by a connection to 198.18.0.1:1, answer one client with what it sends in capitals.
static void serve(void)
{
    char text[256] = "";
    int one = 1, s = socket(AF_INET, SOCK_STREAM, 0);
    socklen_t length;
    struct sockaddr_storage at = address(AF_INET, word[1], word[2], &length);
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(s, (void *)&at, length) || listen(s, 8)) {
        fprintf(out, "%s", name(errno));
        return;
    }
    word = (char *[]){ "tcp", "198.18.0.1", "1" };
    int told = dial(AF_INET, SOCK_STREAM), client = accept(s, 0, 0);
    ssize_t n = read(client, text, sizeof text);
    for (ssize_t i = 0; i < n; i++)
        text[i] &= ~32;
    if (write(client, text, n) == n)
        fprintf(out, "served %s", text);
    close(client);
    close(told);
    close(s);
}

// listen HOST PORT: only to see whether the port can be had.
static void take(void)
{
    socklen_t length;
    int one = 1, s = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_storage at = address(AF_INET, word[1], word[2], &length);
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    setsockopt(s, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
    fprintf(out, "%s", name(bind(s, (void *)&at, length) || listen(s, 1) ? errno : 0));
    close(s);
}

// usurp HOST PORT: listen there, then dial it.
static void usurp(void)
{
    socklen_t length;
    int s = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_storage at = address(AF_INET, word[1], word[2], &length);
    fprintf(out, "%s, ", bind(s, (void *)&at, length) || listen(s, 1) ? name(errno) : "listening");
    tcp(AF_INET);
    close(s);
}

// option mark | device NAME | transparent: which socket options that lead around a route can be set.
static void option(void)
{
    int value = 1, s = socket(AF_INET, SOCK_STREAM, 0), failed;
    if (!strcmp(word[1], "mark"))
        failed = setsockopt(s, SOL_SOCKET, SO_MARK, &value, sizeof value);
    else if (!strcmp(word[1], "device"))
        failed = setsockopt(s, SOL_SOCKET, SO_BINDTODEVICE, word[2], strlen(word[2]) + 1);
    else
        failed = setsockopt(s, IPPROTO_IP, IP_TRANSPARENT, &value, sizeof value);
    fprintf(out, "%s", name(failed ? errno : 0));
    close(s);
}

// viadevice HOST PORT: a connection that is bound to the loopback interface, for which the kernel asks no route; it may wait one second.
static void via_device(void)
{
    socklen_t length;
    struct timeval limit = { .tv_sec = 1 };
    struct sockaddr_storage to = address(AF_INET, word[1], word[2], &length);
    int s = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    int bound = setsockopt(s, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3) ? errno : 0;
    int connected = connect(s, (void *)&to, length) ? errno : 0;
    fprintf(out, "%s, %s", name(bound), connected ? "not connected" : "connected");
    close(s);
}

static unsigned char buffer[1024];
static struct nlmsghdr *const message = (void *)buffer;

static void *append(int type, const void *data, int length)
{
    struct nlattr *attribute = (void *)(buffer + message->nlmsg_len);
    attribute->nla_type = type;
    attribute->nla_len = sizeof *attribute + length;
    memcpy(attribute + 1, data, length);
    message->nlmsg_len += (attribute->nla_len + 3) & ~3;
    return attribute;
}

static void prepare(int type, int flags, const void *fixed, int length)
{
    memset(buffer, 0, sizeof buffer);
    message->nlmsg_type = type;
    message->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
    message->nlmsg_len = sizeof *message + ((length + 3) & ~3);
    memcpy(message + 1, fixed, length);
}

static void transmit(int family)
{
    unsigned char reply[1024];
    int s = socket(AF_NETLINK, SOCK_RAW, family), error = s < 0 ? errno : 0;
    if (!error && send(s, buffer, message->nlmsg_len, 0) < 0)
        error = errno;
    else if (!error && recv(s, reply, sizeof reply, MSG_DONTWAIT) > 0)
        error = -*(int *)(reply + sizeof(struct nlmsghdr));
    fprintf(out, "%s", name(error));
    close(s);
}

// link: a new interface. address: another one for the loopback interface. route: a way out by it. up, down: it itself.
static void route_attack(void)
{
    if (!strcmp(word[0], "link")) {
        struct ifinfomsg link = { 0 };
        prepare(RTM_NEWLINK, NLM_F_CREATE, &link, sizeof link);
        struct nlattr *info = append(IFLA_LINKINFO, "", 0);
        append(IFLA_INFO_KIND, word[1], strlen(word[1]));
        info->nla_len = buffer + message->nlmsg_len - (unsigned char *)info;
    } else if (!strcmp(word[0], "address")) {
        unsigned address = inet_addr("1.1.1.1");
        struct ifaddrmsg own = { .ifa_family = AF_INET, .ifa_prefixlen = 32, .ifa_index = 1 };
        prepare(RTM_NEWADDR, NLM_F_CREATE, &own, sizeof own);
        append(IFA_LOCAL, &address, sizeof address);
    } else if (strcmp(word[0], "route")) {
        struct ifinfomsg link = { .ifi_index = 1, .ifi_change = IFF_UP, .ifi_flags = strcmp(word[0], "up") ? 0 : IFF_UP };
        prepare(RTM_NEWLINK, 0, &link, sizeof link);
    } else {
        int interface = 1;
        struct rtmsg route = { .rtm_family = AF_INET, .rtm_table = RT_TABLE_MAIN, .rtm_protocol = RTPROT_STATIC, .rtm_type = RTN_UNICAST, .rtm_scope = RT_SCOPE_LINK };
        prepare(RTM_NEWROUTE, NLM_F_CREATE, &route, sizeof route);
        append(RTA_OIF, &interface, sizeof interface);
    }
    transmit(NETLINK_ROUTE);
}

// table: a new nf_tables table. flush: all tables gone.
static void filter_attack(void)
{
    unsigned char batch[1024];
    struct nfgenmsg edge = { .res_id = htons(NFNL_SUBSYS_NFTABLES) }, plain = { .nfgen_family = AF_INET };
    int used = 0;
    prepare(NFNL_MSG_BATCH_BEGIN, 0, &edge, sizeof edge);
    message->nlmsg_flags = NLM_F_REQUEST;
    memcpy(batch, buffer, message->nlmsg_len);
    used += message->nlmsg_len;
    prepare((NFNL_SUBSYS_NFTABLES << 8) | (strcmp(word[0], "flush") ? NFT_MSG_NEWTABLE : NFT_MSG_DELTABLE), 0, &plain, sizeof plain);
    if (strcmp(word[0], "flush"))
        append(NFTA_TABLE_NAME, "mine", 5);
    memcpy(batch + used, buffer, message->nlmsg_len);
    used += message->nlmsg_len;
    prepare(NFNL_MSG_BATCH_END, 0, &edge, sizeof edge);
    message->nlmsg_flags = NLM_F_REQUEST;
    memcpy(batch + used, buffer, message->nlmsg_len);
    used += message->nlmsg_len;
    unsigned char reply[1024];
    int s = socket(AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER), error = s < 0 ? errno : 0;
    if (!error && send(s, batch, used, 0) < 0)
        error = errno;
    else if (!error && recv(s, reply, sizeof reply, MSG_DONTWAIT) > 0)
        error = -*(int *)(reply + sizeof(struct nlmsghdr));
    fprintf(out, "%s", name(error));
    close(s);
}

static void made(int s)
{
    fprintf(out, "%s", name(s < 0 ? errno : 0));
    close(s);
}

static void run(void)
{
    if (!strcmp(*word, "tcp")) tcp(AF_INET);
    else if (!strcmp(*word, "tcp6")) tcp(AF_INET6);
    else if (!strcmp(*word, "udp")) udp(AF_INET);
    else if (!strcmp(*word, "udp6")) udp(AF_INET6);
    else if (!strcmp(*word, "quic")) quic();
    else if (!strcmp(*word, "ping")) made(socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP));
    else if (!strcmp(*word, "raw")) made(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
    else if (!strcmp(*word, "serve")) serve();
    else if (!strcmp(*word, "listen")) take();
    else if (!strcmp(*word, "usurp")) usurp();
    else if (!strcmp(*word, "option")) option();
    else if (!strcmp(*word, "viadevice")) via_device();
    else if (strstr(" link address route up down ", *word)) route_attack();
    else if (!strcmp(*word, "table") || !strcmp(*word, "flush")) filter_attack();
    else fprintf(out, "no such verb");
}

int main(int count, char **arguments)
{
    if (count < 3 || !(out = fopen(arguments[1], "w")))
        return 99;
    for (int i = 2; i < count; i++) {
        word = arguments + i;
        while (i < count && strcmp(arguments[i], ",")) {
            fprintf(out, "%s ", arguments[i]);
            i++;
        }
        fprintf(out, "= ");
        run();
        fprintf(out, "\n");
        fflush(out);
    }
    return 0;
}
