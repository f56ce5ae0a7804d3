// Runs a program and everything it starts, one system call at a time, and disturbs exactly one of them.
//
//   tracer REPORT SECONDS record -- PROGRAM [ARGUMENT...]
//   tracer REPORT SECONDS follow -- PROGRAM [ARGUMENT...]          (as record; the payload, too)
//   tracer REPORT SECONDS each -- PROGRAM [ARGUMENT...]            (as follow; with every program that a process becomes, INDEX goes on at the next million)
//   tracer REPORT SECONDS fail ROLE INDEX NUMBER ERRNO -- PROGRAM [ARGUMENT...]
//   tracer REPORT SECONDS failin ROLE INDEX NUMBER ERRNO -- PROGRAM [ARGUMENT...]   (as fail, with the numbers of "each")
//   tracer REPORT SECONDS kill ROLE INDEX NUMBER VICTIM -- PROGRAM [ARGUMENT...]
//   tracer REPORT SECONDS nth ROLE INDEX NUMBER VICTIM -- PROGRAM [ARGUMENT...]
//
// "nth" is as "kill", but INDEX numbers the calls of that NUMBER alone: how often a process waits then does not matter.
//
// In the place of PROGRAM +PID is a process that runs already: it is role 0, the calls that it begins from now on are numbered, and what it has
// started before is let be. "attached", and the facts "hit" and "late", are then written to stdout too as they happen.
//
// ROLE numbers processes in the order in which they come to be, from 0; INDEX numbers the calls of one process, threads together, from 0.
// NUMBER is the call that is expected there, or -1 for any: a process that waits for others does not always make the same calls.
// "fail": the call is not made and answers -ERRNO. "kill": process VICTIM gets SIGKILL at the moment the call begins, or, when that moment has not
// come after PATIENCE seconds, whatever is going on then. A process of the executor that has become the payload (exec, not role 0) is let go
// unless it is to be followed to its end, as it is for "kill".
//
// REPORT, one fact a line: call ROLE INDEX NUMBER (record only) / exec ROLE INDEX / hit / late / other NUMBER (not the call that was expected) /
// end ROLE code N / end ROLE signal N / left ROLE (still there after SECONDS; then killed, exit 3).
// Unlike strace it counts for each process apart, knows who is who, and sees by itself that nobody is left.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef __x86_64__
#error "the registers below are those of x86-64"
#endif

enum { MOST = 4096, PATIENCE = 3, MILLION = 1000000 };

struct thread {
    pid_t id;
    int role;
    int failing;
};

static struct thread threads[MOST];
static int thread_count;
static pid_t processes[MOST];
static long calls[MOST];
static int alive[MOST];
static int role_count;
static FILE *report;
static volatile sig_atomic_t rung;
static int attached;

static void die(const char *what)
{
    fprintf(stderr, "tracer: %s: %s\n", what, strerror(errno));
    exit(2);
}

// The thread group of a thread that has just been born; its own number if it is gone already.
static pid_t group_of(pid_t id)
{
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/status", id);
    FILE *file = fopen(path, "re");
    int group = id;
    while (file && fgets(line, sizeof line, file)) {
        if (sscanf(line, "Tgid: %d", &group) == 1) {
            break;
        }
    }
    if (file) {
        fclose(file);
    }
    return group;
}

static struct thread *find(pid_t id)
{
    for (int i = 0; i < thread_count; i++) {
        if (threads[i].id == id) {
            return &threads[i];
        }
    }
    pid_t group = group_of(id);
    int role = 0;
    while (role < role_count && !(processes[role] == group && alive[role])) {
        role++;
    }
    if (thread_count == MOST || role == MOST) {
        errno = ENOSPC;
        die("too many processes");
    }
    if (role == role_count) {
        processes[role_count] = group;
        alive[role_count++] = 1;
    }
    threads[thread_count] = (struct thread){ .id = id, .role = role };
    return &threads[thread_count++];
}

static void forget(pid_t id)
{
    for (int i = 0; i < thread_count; i++) {
        if (threads[i].id == id) {
            threads[i] = threads[--thread_count];
            return;
        }
    }
}

// A fact that somebody may be waiting for.
static void say(const char *fact)
{
    fputs(fact, report);
    fflush(report);
    if (attached) {
        fputs(fact, stdout);
        fflush(stdout);
    }
}

// Every thread of a running process; more may come while they are looked for.
static void attach(pid_t id, long options)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", id);
    for (int before = -1; before != thread_count;) {
        before = thread_count;
        DIR *tasks = opendir(path);
        for (struct dirent *task; tasks && (task = readdir(tasks));) {
            pid_t thread = (pid_t)atoi(task->d_name);
            if (thread > 0 && ptrace(PTRACE_SEIZE, thread, 0, options) == 0) {
                find(thread);
                ptrace(PTRACE_INTERRUPT, thread, 0, 0);
            }
        }
        if (tasks) {
            closedir(tasks);
        }
    }
    if (thread_count == 0) {
        die("cannot attach");
    }
}

static void expired(int signal)
{
    (void)signal;
    rung = 1;
}

static void give_up(void)
{
    for (int role = 0; role < role_count; role++) {
        if (alive[role]) {
            fprintf(report, "left %d\n", role);
            kill(processes[role], SIGKILL);
        }
    }
    fclose(report);
    exit(3);
}

int main(int count, char **words)
{
    int separator = 0;
    while (separator < count && strcmp(words[separator], "--") != 0) {
        separator++;
    }
    if (count < 6 || separator + 1 >= count || (separator != 4 && separator != 8)) {
        errno = EINVAL;
        die("usage");
    }
    report = fopen(words[1], "we");
    if (!report) {
        die(words[1]);
    }
    int each = strcmp(words[3], "each") == 0 || strcmp(words[3], "failin") == 0;
    int record = strcmp(words[3], "follow") == 0 || strcmp(words[3], "each") == 0 || strcmp(words[3], "record") == 0;
    int keep = each || strcmp(words[3], "follow") == 0;
    int fail = strcmp(words[3], "fail") == 0 || strcmp(words[3], "failin") == 0;
    int nth = strcmp(words[3], "nth") == 0;
    long same = 0;
    int role = separator == 8 ? atoi(words[4]) : -1;
    long index = separator == 8 ? atol(words[5]) : -1;
    long number = separator == 8 ? atol(words[6]) : -1;
    int argument = separator == 8 ? atoi(words[7]) : 0;
    int done = 0;

    int status;
    long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
    attached = words[separator + 1][0] == '+';
    pid_t first = attached ? (pid_t)atoi(words[separator + 1] + 1) : fork();
    if (first == 0) {
        raise(SIGSTOP);
        execv(words[separator + 1], words + separator + 1);
        die(words[separator + 1]);
    }
    if (attached) {
        attach(first, options);
    } else if (first < 0 || waitpid(first, &status, WUNTRACED) != first || ptrace(PTRACE_SEIZE, first, 0, options) != 0) {
        die("cannot trace");
    } else {
        find(first);
        kill(first, SIGCONT);
    }
    struct sigaction action = { .sa_handler = expired };
    sigaction(SIGALRM, &action, NULL);
    int seconds = atoi(words[2]);
    int killing = separator == 8 && !fail;
    alarm(killing ? PATIENCE : seconds);

    int begun = attached;
    if (attached) {
        say("attached\n");
    }
    while (1) {
        pid_t id = waitpid(-1, &status, __WALL);
        if (rung && killing && !done) {
            rung = 0;
            done = 1;
            alarm(seconds);
            for (int late = argument; late >= 0; late--) {
                if (late < role_count && alive[late]) {
                    kill(processes[late], SIGKILL);
                    say("late\n");
                    break;
                }
            }
        } else if (rung) {
            give_up();
        }
        if (id < 0 && errno == EINTR) {
            continue;
        }
        if (id < 0) {
            break;
        }
        struct thread *thread = find(id);
        int who = thread->role;
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            forget(id);
            if (id == processes[who]) {
                alive[who] = 0;
                fprintf(report, WIFEXITED(status) ? "end %d code %d\n" : "end %d signal %d\n", who, WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
            }
            continue;
        }
        int stop = WSTOPSIG(status);
        int event = status >> 16;
        long pass = 0;
        if (stop == (SIGTRAP | 0x80)) {
            struct __ptrace_syscall_info info;
            if (ptrace(PTRACE_GET_SYSCALL_INFO, id, sizeof info, &info) > 0 && begun) {
                if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
                    long at = calls[who]++;
                    if (record) {
                        fprintf(report, "call %d %ld %ld\n", who, at, (long)info.entry.nr);
                    }
                    if (nth && who == role && (long)info.entry.nr == number && same++ < index) {
                        at = -1;
                    } else if (nth && who == role && (long)info.entry.nr == number) {
                        at = index;
                    } else if (nth) {
                        at = -1;
                    }
                    if (!done && who == role && at == index) {
                        done = 1;
                        if (number >= 0 && number != (long)info.entry.nr) {
                            fprintf(report, "other %ld\n", (long)info.entry.nr);
                        } else if (fail) {
                            // A call that no filter refuses and that changes nothing takes its place.
                            fprintf(report, "hit\n");
                            ptrace(PTRACE_POKEUSER, id, offsetof(struct user_regs_struct, orig_rax), SYS_getpid);
                            thread->failing = 1;
                        } else if (argument < role_count && alive[argument]) {
                            alarm(seconds);
                            kill(processes[argument], SIGKILL);
                            say("hit\n");
                        } else {
                            done = 0;
                        }
                    }
                } else if (info.op == PTRACE_SYSCALL_INFO_EXIT && thread->failing) {
                    thread->failing = 0;
                    ptrace(PTRACE_POKEUSER, id, offsetof(struct user_regs_struct, rax), (long)-argument);
                }
            }
        } else if (event == PTRACE_EVENT_EXEC) {
            // The child of fork above is not yet the program.
            begun = 1;
            fprintf(report, "exec %d %ld\n", who, calls[who]);
            if (each) {
                calls[who] = (calls[who] / MILLION + 1) * MILLION;
            }
            if (who > 0 && !killing && !keep) {
                forget(id);
                alive[who] = 0;
                ptrace(PTRACE_DETACH, id, 0, 0);
                continue;
            }
        } else if (event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK || event == PTRACE_EVENT_CLONE) {
            unsigned long child;
            if (ptrace(PTRACE_GETEVENTMSG, id, 0, &child) == 0) {
                find((pid_t)child);
            }
        } else if (event == PTRACE_EVENT_STOP) {
            if (stop != SIGTRAP) {
                // Stopped by a signal: it stays so until it is continued.
                ptrace(PTRACE_LISTEN, id, 0, 0);
                continue;
            }
        } else if (event == 0) {
            pass = stop;
        }
        ptrace(PTRACE_SYSCALL, id, 0, pass);
    }
    fclose(report);
    return 0;
}
