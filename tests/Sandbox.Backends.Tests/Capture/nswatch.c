// Tells when the network namespace on descriptor 3 is gone: names it in its own network namespace, gives the descriptor up, and waits for the
// kernel's message that the name is free again.
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>

static struct {
    struct nlmsghdr header;
    struct rtgenmsg family;
    struct { struct nlattr attribute; int value; } words[2];
} request = {
    { .nlmsg_type = RTM_NEWNSID, .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK },
    { AF_UNSPEC },
    { { { 8, NETNSA_NSID }, -1 }, { { 8, NETNSA_FD }, 3 } },
};

static int number_in(struct nlmsghdr *message)
{
    char *end = (char *)message + message->nlmsg_len, *at = (char *)message + NLMSG_SPACE(sizeof(struct rtgenmsg));
    for (; at + 8 <= end; at += NLA_ALIGN(((struct nlattr *)at)->nla_len))
        if (((struct nlattr *)at)->nla_type == NETNSA_NSID)
            return *(int *)(at + 4);
    return -2;
}

int main(void)
{
    int group = RTNLGRP_NSID, mine = getpid();
    char buffer[4096];
    int s = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    request.header.nlmsg_len = sizeof request;
    request.words[0].value = mine;
    if (setsockopt(s, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof group) || send(s, &request, sizeof request, 0) < 0)
        return 1;
    while (1) {
        ssize_t n = recv(s, buffer, sizeof buffer, 0);
        for (struct nlmsghdr *m = (void *)buffer; NLMSG_OK(m, n); m = NLMSG_NEXT(m, n)) {
            if (m->nlmsg_type == NLMSG_ERROR) {
                if (((struct nlmsgerr *)NLMSG_DATA(m))->error)
                    return 2;
                close(3);
                printf("watching\n");
                fflush(stdout);
            }
            if (m->nlmsg_type == RTM_DELNSID && number_in(m) == mine) {
                printf("gone\n");
                return 0;
            }
        }
    }
}
