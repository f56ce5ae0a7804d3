static const struct {
    const char *name;
    int (*run)(int, char **);
    int words;
} commands[] = {
    {"calls", calls, 2},
    {"int80", int80, 3},
    {"threads", threads, 2},
    {"address", address, 2},
    {"strip", strip, 3},
    {"handle", handle, 3},
    {"by-handle", by_handle, 6},
    {"exchange", exchange, 4},
    {"descriptors", descriptors, 5},
    {"listen-abstract", listen_abstract, 3},
    {"connect-abstract", connect_abstract, 3},
    {"with-key", with_key, 4},
    {"read-key", read_key, 3},
    {"injections", injections, 2},
    {"raw", raw, 2},
    {"signals", signals, 2},
    {"die", die, 3},
};

int main(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[1], commands[i].name) == 0 && argc >= commands[i].words)
            return commands[i].run(argc, argv);
    fprintf(stderr, "probe: no such command, or too few words\n");
    return 64;
}
