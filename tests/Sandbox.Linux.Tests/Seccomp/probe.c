/*
 * Test probe, static, no helper libraries.
 *
 *   probe exec FILTER PROGRAM [ARG...]   become PROGRAM under the filter
 *   probe cases FILTER|- DIRECTORY FILE  print one answer for each case of a file
 *
 * A case is "ID KIND NR A0 .. A5". KIND is sys (64-bit entry), int80 (i386 entry), nested (a mount namespace of its own with pivot_root) or
 * init (64-bit entry, beside a PID 1 that is the probe's own).
 * An argument is a number or one of the tokens in argument(). An answer is "ID ok", "ID errno N" or "ID signal N".
 * Each case runs in a child of its own, which takes the filter after its arguments are made.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TIME_LIMIT_SECONDS = 20, SETUP_FAILED = 3 };

static struct sock_filter code[BPF_MAXINSNS];
static struct sock_fprog filter = { 0, code };
static const char *directory;
static char existing[4096], absent[4096];

static void fail(const char *what)
{
    perror(what);
    exit(SETUP_FAILED);
}

static void load(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, code, sizeof(code));
    if (length <= 0 || length % sizeof(*code) != 0)
        fail(path);
    filter.len = length / sizeof(*code);
    close(fd);
}

static void install(void)
{
    if (filter.len == 0)
        return;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        fail("no_new_privs");
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
        fail("seccomp");
}

/* A terminal of our own that controls us, so that TIOCSTI has something to type into. */
static long terminal(void)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    char name[64];
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0 || ptsname_r(master, name, sizeof(name)) != 0)
        fail("pty");
    int slave = open(name, O_RDWR);
    if (slave < 0)
        fail(name);
    return slave;
}

static long argument(const char *word)
{
    static char byte = 'x', parameters[256], other[8], name[] = "case";
    static unsigned long cpus[16];
    static uint64_t clone_arguments[8] = { CLONE_NEWUSER, 0, 0, 0, SIGCHLD };
    static struct sock_filter allow = { BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW };
    static struct sock_fprog program = { 1, &allow };
    static struct iovec local = { &byte, 1 }, remote = { other, 1 };

    if (*word != '@')
        return (long)strtoull(word, NULL, 0);
    if (!strcmp(word, "@file"))
        return (long)existing;
    if (!strcmp(word, "@filefd"))
        return open(existing, O_RDWR);
    if (!strcmp(word, "@new"))
        return (long)absent;
    if (!strcmp(word, "@dir"))
        return (long)directory;
    if (!strcmp(word, "@name"))
        return (long)name;
    if (!strcmp(word, "@byte"))
        return (long)&byte;
    if (!strcmp(word, "@pty"))
        return terminal();
    if (!strcmp(word, "@self"))
        return getpid();
    if (!strcmp(word, "@selffd"))
        return syscall(SYS_pidfd_open, getpid(), 0);
    if (!strcmp(word, "@ring"))
        return syscall(SYS_io_uring_setup, 4, parameters);
    if (!strcmp(word, "@clone3"))
        return (long)clone_arguments;
    if (!strcmp(word, "@program"))
        return (long)&program;
    if (!strcmp(word, "@local"))
        return (long)&local;
    if (!strcmp(word, "@remote"))
        return (long)&remote;
    if (!strcmp(word, "@how"))
        return (long)memset(parameters, 0, sizeof(parameters));
    if (!strcmp(word, "@cpus"))
        return syscall(SYS_sched_getaffinity, 0, sizeof(cpus), cpus) < 0 ? -1 : (long)cpus;
    if (!strcmp(word, "@pair"))
        return (long)parameters;
    if (!strcmp(word, "@handle")) {
        *(uint32_t *)parameters = 128;
        return (long)parameters;
    }
    if (!strcmp(word, "@mount"))
        return (long)(parameters + 192);
    fprintf(stderr, "unknown argument %s\n", word);
    exit(SETUP_FAILED);
}

static long enter_i386(long number, const long *a)
{
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(a[0]), "c"(a[1]), "d"(a[2]), "S"(a[3]), "D"(a[4])
                     : "memory", "r8", "r9", "r10", "r11");
    result = (int)result;
    if (result < 0 && result >= -4095) {
        errno = -result;
        return -1;
    }
    return result;
}

static int put(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY);
    if (fd < 0)
        return -1;
    int ok = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    close(fd);
    return ok ? 0 : -1;
}

/* What takes every read-only mount off again: own namespaces, own root, the old one detached. */
static long nested(void)
{
    char map[64];
    snprintf(map, sizeof(map), "0 %d 1\n", geteuid());
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
        return -1;
    if (put("/proc/self/setgroups", "deny") != 0 || put("/proc/self/uid_map", map) != 0)
        return -1;
    if (mount("none", directory, "tmpfs", 0, NULL) != 0 || chdir(directory) != 0)
        return -1;
    if (syscall(SYS_pivot_root, ".", ".") != 0 || umount2(".", MNT_DETACH) != 0)
        return -1;
    return access("/proc", F_OK) == 0 ? -1 : 0;
}

/* Goes on in a new process of a new PID namespace, whose PID 1 does nothing: what is done to it is done to nobody else. */
static void beside_init(void)
{
    int status;

    if (unshare(CLONE_NEWUSER | CLONE_NEWPID) != 0)
        fail("pid namespace");
    pid_t init = fork();
    if (init == 0) {
        alarm(TIME_LIMIT_SECONDS);
        for (;;)
            pause();
    }
    pid_t other = init < 0 ? -1 : fork();
    if (other == 0)
        return;
    if (other < 0 || waitpid(other, &status, 0) != other)
        fail("beside init");
    kill(init, SIGKILL);
    waitpid(init, NULL, 0);
    if (WIFSIGNALED(status))
        kill(getpid(), WTERMSIG(status));
    _exit(0);
}

static void child(const char *kind, long number, char words[6][64], volatile long *answer)
{
    long a[6];
    pid_t self;

    setsid();
    if (!strcmp(kind, "init"))
        beside_init();
    alarm(TIME_LIMIT_SECONDS);
    self = getpid();
    for (int i = 0; i < 6; i++)
        a[i] = argument(words[i]);
    install();
    errno = 0;
    long result = !strcmp(kind, "nested") ? nested()
        : !strcmp(kind, "int80") ? enter_i386(number, a)
        : syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
    if (syscall(SYS_getpid) != self)
        _exit(0);
    *answer = result == -1 ? errno : 0;
    _exit(0);
}

static int cases(const char *path)
{
    FILE *questions = fopen(path, "re");
    char line[1024], id[128], kind[16], number[64], words[6][64];
    volatile long *answer = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (!questions)
        fail(path);
    snprintf(existing, sizeof(existing), "%s/existing", directory);
    snprintf(absent, sizeof(absent), "%s/absent", directory);
    close(open(existing, O_CREAT | O_RDWR | O_CLOEXEC, 0600));
    while (fgets(line, sizeof(line), questions)) {
        int status;
        if (sscanf(line, "%127s %15s %63s %63s %63s %63s %63s %63s %63s", id, kind, number, words[0], words[1], words[2], words[3], words[4],
                   words[5]) != 9)
            fail(line);
        remove(absent);
        fflush(stdout);
        *answer = -1;
        pid_t pid = fork();
        if (pid == 0)
            child(kind, (long)strtoull(number, NULL, 0), words, answer);
        if (pid < 0 || waitpid(pid, &status, 0) != pid)
            fail("child");
        if (WIFSIGNALED(status))
            printf("%s signal %d\n", id, WTERMSIG(status));
        else if (*answer == 0)
            printf("%s ok\n", id);
        else
            printf("%s errno %ld\n", id, *answer);
    }
    remove(absent);
    remove(existing);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc >= 4 && !strcmp(argv[1], "exec")) {
        load(argv[2]);
        install();
        execv(argv[3], argv + 3);
        fail(argv[3]);
    }
    if (argc == 5 && !strcmp(argv[1], "cases")) {
        if (strcmp(argv[2], "-"))
            load(argv[2]);
        directory = argv[3];
        return cases(argv[4]);
    }
    fprintf(stderr, "usage: probe exec FILTER PROGRAM [ARG...] | cases FILTER|- DIRECTORY FILE\n");
    return 2;
}
