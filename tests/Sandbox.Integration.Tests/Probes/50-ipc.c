static socklen_t abstract_name(struct sockaddr_un *name, const char *text)
{
    memset(name, 0, sizeof *name);
    name->sun_family = AF_UNIX;
    strncpy(name->sun_path + 1, text, sizeof name->sun_path - 2);
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(text));
}

static int listen_abstract(int argc, char **argv)
{
    struct sockaddr_un name;
    socklen_t length = abstract_name(&name, argv[2]);
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    if (s < 0 || bind(s, (struct sockaddr *)&name, length) < 0 || listen(s, 8) < 0)
        return report("listen", -1);
    say("ready");
    for (;;)
        close(accept(s, NULL, NULL));
}

static int connect_abstract(int argc, char **argv)
{
    struct sockaddr_un name;
    socklen_t length = abstract_name(&name, argv[2]);
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    return s < 0 ? report("socket", -1) : report("connect", connect(s, (struct sockaddr *)&name, length));
}

// PR-11: becomes a program in a session keyring of its own that holds a secret; the program gets the serial as its last argument.
static int with_key(int argc, char **argv)
{
    syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);
    long serial = syscall(SYS_add_key, "user", "canary", argv[2], strlen(argv[2]), KEY_SPEC_SESSION_KEYRING);
    if (serial < 0)
        return report("add_key", -1);
    char number[32];
    snprintf(number, sizeof number, "%ld", serial);
    char **words = calloc((size_t)argc, sizeof(char *));
    for (int i = 3; i < argc; i++)
        words[i - 3] = argv[i];
    words[argc - 3] = number;
    execv(words[0], words);
    return report("execv", -1);
}

static int read_key(int argc, char **argv)
{
    char text[256] = {0};
    long n = syscall(SYS_keyctl, KEYCTL_READ, strtol(argv[2], NULL, 10), text, sizeof text - 1);
    if (n < 0)
        report("read", -1);
    else
        printf("read %s\n", text);
    long found = syscall(SYS_keyctl, KEYCTL_SEARCH, KEY_SPEC_SESSION_KEYRING, "user", "canary", 0);
    report("search", found);
    report("link", syscall(SYS_keyctl, KEYCTL_LINK, KEY_SPEC_USER_KEYRING, KEY_SPEC_SESSION_KEYRING));
    return report("add", syscall(SYS_add_key, "user", "mine", "x", 1, KEY_SPEC_PROCESS_KEYRING));
}
