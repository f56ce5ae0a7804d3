static volatile sig_atomic_t stopped;

static void stop(int signal)
{
    stopped = 1;
}

// Exchanges two names until it is told to stop, and says how often. Pauses are of random length, up to the one given
// [microseconds], so that every window of the other side is met sooner or later, whatever its length.
static int exchange(int argc, char **argv)
{
    unsigned long count = 0;
    unsigned pause = argc > 4 ? (unsigned)atoi(argv[4]) : 0;
    unsigned seed = 1;
    signal(SIGTERM, stop);
    say("ready");
    while (!stopped) {
        if (renameat2(AT_FDCWD, argv[2], AT_FDCWD, argv[3], RENAME_EXCHANGE) == 0)
            count++;
        struct timespec wait = {0, pause ? (long)(rand_r(&seed) % pause) * 1000L : 0};
        if (pause)
            nanosleep(&wait, NULL);
    }
    // An even number of exchanges leaves things as they were.
    if (count % 2)
        renameat2(AT_FDCWD, argv[2], AT_FDCWD, argv[3], RENAME_EXCHANGE);
    printf("swapped %lu\n", count);
    return 0;
}

// Opens many descriptors of every kind, all inheritable, on scattered numbers, then becomes a program.
static int descriptors(int argc, char **argv)
{
    unsigned seed = (unsigned)atoi(argv[2]);
    int wanted = atoi(argv[3]);
    for (int i = 0; i < wanted; i++) {
        int fd = -1;
        int pair[2];
        switch (rand_r(&seed) % 9) {
        case 0: fd = open("/", O_RDONLY | O_DIRECTORY); break;
        case 1: fd = open("/etc/hostname", O_RDONLY); break;
        case 2: fd = open(getenv("HOME"), O_PATH | O_DIRECTORY); break;
        case 3: fd = socket(AF_INET, SOCK_DGRAM, 0); break;
        case 4: fd = epoll_create1(0); break;
        case 5: fd = (int)syscall(SYS_pidfd_open, getppid(), 0); break;
        case 6: fd = memfd_create("x", 0); break;
        case 7: fd = eventfd(0, 0); break;
        default: fd = pipe(pair) < 0 ? -1 : pair[rand_r(&seed) % 2]; break;
        }
        int number = 3 + (int)(rand_r(&seed) % 900);
        if (fd < 0 || dup2(fd, number) < 0)
            return report("descriptor", -1);
    }
    execv(argv[4], argv + 4);
    return report("execv", -1);
}
