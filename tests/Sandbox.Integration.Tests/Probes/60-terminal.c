#ifndef TIOCLINUX
#define TIOCLINUX 0x541C
#endif

static void inject(const char *name, int fd)
{
    char what[128];
    char letter = 'Z';
    char paste[8] = {3};
    int discipline = 0;
    snprintf(what, sizeof what, "%s TIOCSTI", name);
    report(what, ioctl(fd, TIOCSTI, &letter));
    snprintf(what, sizeof what, "%s TIOCLINUX", name);
    report(what, ioctl(fd, TIOCLINUX, paste));
    snprintf(what, sizeof what, "%s TIOCSETD", name);
    report(what, ioctl(fd, TIOCSETD, &discipline));
    snprintf(what, sizeof what, "%s TIOCCONS", name);
    report(what, ioctl(fd, TIOCCONS, 0));
    // The kernel takes 32 bits of the request; a filter that compares 64 is blind to this.
    snprintf(what, sizeof what, "%s high TIOCSTI", name);
    report(what, syscall(SYS_ioctl, fd, 0x100000000ul | TIOCSTI, &letter));
}

static int injections(int argc, char **argv)
{
    inject("fd0", 0);
    inject("fd1", 1);
    inject("fd2", 2);
    for (int i = 2; i < argc; i++) {
        int fd = open(argv[i], O_RDWR | O_NOCTTY);
        if (fd < 0)
            report(argv[i], -1);
        else
            inject(argv[i], fd);
    }
    return say("finished");
}

// Leaves the terminal as unusable as a program can, and waits to be killed.
static int raw(int argc, char **argv)
{
    struct termios settings;
    tcgetattr(0, &settings);
    cfmakeraw(&settings);
    settings.c_cc[VMIN] = 0;
    tcsetattr(0, TCSANOW, &settings);
    say("ready");
    while (pause() < 0)
        ;
    return 0;
}
