// Connects as programs do that know nothing of proxies, with the C library that it is linked with.
//   names HOST PORT    looks the name up, connects and prints the first line that the server says
//   tcp ADDRESS PORT   connects to an address; udp sends a datagram and waits for one; both print the error
//   sockets            prints the errors of sockets that could go round the rules
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char *name(int error) {
  switch (error) {
    case 0: return "connected";
    case ECONNREFUSED: return "ECONNREFUSED";
    case ECONNRESET: return "ECONNRESET";
    case ENETUNREACH: return "ENETUNREACH";
    case EHOSTUNREACH: return "EHOSTUNREACH";
    case EADDRNOTAVAIL: return "EADDRNOTAVAIL";
    case EAFNOSUPPORT: return "EAFNOSUPPORT";
    case EPROTONOSUPPORT: return "EPROTONOSUPPORT";
    case EPERM: return "EPERM";
    case EACCES: return "EACCES";
    default: return strerror(error);
  }
}

static int say(const char *host, const char *port) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *all, *one;
  int code = getaddrinfo(host, port, &hints, &all);
  if (code != 0) {
    printf("no address: %s\n", gai_strerror(code));
    return 1;
  }
  int problem = 0, sock = -1;
  for (one = all; one; one = one->ai_next) {
    sock = socket(one->ai_family, one->ai_socktype, one->ai_protocol);
    if (sock >= 0 && connect(sock, one->ai_addr, one->ai_addrlen) == 0) break;
    problem = errno;
    close(sock);
    sock = -1;
  }
  char text[64];
  if (sock >= 0 && getnameinfo(one->ai_addr, one->ai_addrlen, text, sizeof text, NULL, 0, NI_NUMERICHOST) == 0) printf("address %s\n", text);
  char line[256];
  ssize_t count = sock < 0 ? -1 : read(sock, line, sizeof line - 1);
  if (count <= 0) {
    printf("%s\n", sock < 0 ? name(problem) : count < 0 ? name(errno) : "closed");
    return 1;
  }
  line[count] = 0;
  printf("%s", line);
  return 0;
}

static int reach(int type, const char *address, const char *port) {
  struct addrinfo hints = {.ai_socktype = type, .ai_flags = AI_NUMERICHOST}, *one;
  if (getaddrinfo(address, port, &hints, &one) != 0) return 2;
  int sock = socket(one->ai_family, type, 0);
  int code = sock < 0 ? -1 : connect(sock, one->ai_addr, one->ai_addrlen);
  if (code == 0 && type == SOCK_DGRAM) {
    char answer;
    code = send(sock, "x", 1, 0) < 0 || recv(sock, &answer, 1, 0) < 0 ? -1 : 0;
  }
  printf("%s\n", name(code < 0 ? errno : 0));
  return code < 0;
}

static int sockets(void) {
  int kinds[][3] = {
    {AF_INET, SOCK_RAW, IPPROTO_ICMP}, {AF_INET, SOCK_RAW, IPPROTO_TCP}, {AF_INET, SOCK_RAW, IPPROTO_RAW}, {AF_INET6, SOCK_RAW, IPPROTO_ICMPV6}, {AF_PACKET, SOCK_RAW, 0}, {AF_NETLINK, SOCK_RAW, 12},
  };
  for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    int sock = socket(kinds[i][0], kinds[i][1], kinds[i][2]);
    printf("%d/%d/%d %s\n", kinds[i][0], kinds[i][1], kinds[i][2], sock < 0 ? name(errno) : "made");
  }
  return 0;
}

int main(int count, char **words) {
  alarm(10);
  if (count == 4 && !strcmp(words[1], "names")) return say(words[2], words[3]);
  if (count == 4 && !strcmp(words[1], "tcp")) return reach(SOCK_STREAM, words[2], words[3]);
  if (count == 4 && !strcmp(words[1], "udp")) return reach(SOCK_DGRAM, words[2], words[3]);
  if (count == 2 && !strcmp(words[1], "sockets")) return sockets();
  return 64;
}
