// Raw system calls: a label, a number and up to six arguments a line; each call in a process of its own.
//   123  0x7b    a number        @text  address of the text      #64  address of 64 zero bytes
static long argument(char *word)
{
    if (word[0] == '@')
        return (long)(word + 1);
    if (word[0] == '#')
        return (long)calloc(1, strtoul(word + 1, NULL, 0));
    return (long)strtoull(word, NULL, 0);
}

static void one_call(char *label, char **words, int count)
{
    long a[7] = {0};
    for (int i = 0; i < count && i < 7; i++)
        a[i] = argument(words[i]);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        alarm(5);
        long result = syscall(a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
        // clone returns twice; the new process says how it went.
        if ((a[0] != SYS_clone && a[0] != SYS_clone3) || result <= 0)
            report(label, result);
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) {
        printf("%s SIG%s\n", label, sigabbrev_np(WTERMSIG(status)));
        fflush(stdout);
    }
}

static int calls(int argc, char **argv)
{
    char line[1024];
    while (fgets(line, sizeof line, stdin)) {
        char *words[16];
        int count = 0;
        for (char *word = strtok(line, " \n"); word && count < 16; word = strtok(NULL, " \n"))
            words[count++] = word;
        if (count > 1)
            one_call(words[0], words + 1, count - 1);
    }
    return 0;
}

// The 32-bit door of a 64-bit kernel: int $0x80 with i386 numbers. Memory below 4 GiB, because pointers are cut.
static int int80(int argc, char **argv)
{
    char *low = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    long a[5] = {0};
    for (int i = 2; i < argc && i < 7; i++) {
        if (argv[i][0] == '@') {
            strcpy(low, argv[i] + 1);
            a[i - 2] = (long)low;
            low += 4096;
        } else {
            a[i - 2] = (long)strtoul(argv[i], NULL, 0);
        }
    }
    say("trying");
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(a[0]), "b"(a[1]), "c"(a[2]), "d"(a[3]), "S"(a[4]) : "memory", "r8", "r9", "r10", "r11");
    errno = result < 0 ? (int)-result : 0;
    return report("int80", result);
}

static void *idle(void *unused)
{
    return unused;
}

// Threads are what a refused clone3 must not cost.
static int threads(int argc, char **argv)
{
    for (int i = 0; i < 8; i++) {
        pthread_t thread;
        int error = pthread_create(&thread, NULL, idle, NULL);
        if (error) {
            errno = error;
            return report("thread", -1);
        }
        pthread_join(thread, NULL);
    }
    return say("threads OK");
}

static int address(int argc, char **argv)
{
    printf("%p %p\n", (void *)&argc, (void *)mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    return 0;
}
