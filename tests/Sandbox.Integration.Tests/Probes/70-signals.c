// Prints the name of every signal that arrives, once for each arrival; USR2 three times, or nobody for a minute, ends it.
static int signals(int argc, char **argv)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    say("ready");
    struct timespec minute = {60, 0};
    for (;;) {
        int signal = sigtimedwait(&all, NULL, &minute);
        if (signal < 0)
            return 3;
        printf("got %s\n", sigabbrev_np(signal));
        fflush(stdout);
        if (signal == SIGQUIT)
            return 0;
    }
}

static int die(int argc, char **argv)
{
    signal(atoi(argv[2]), SIG_DFL);
    kill(getpid(), atoi(argv[2]));
    pause();
    return 0;
}
