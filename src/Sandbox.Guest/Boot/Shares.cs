using Sandbox.Executor.Kernel;
using Sandbox.Guest.Kernel;
using Sandbox.Guest.Link;

namespace Sandbox.Guest.Boot;

/// <summary>Makes the file tree that the launcher shares the root of this machine, at the paths that it has outside.</summary>
internal static unsafe class Shares
{
    private const int MostPath = 4096;

    /// <param name="records">NUL-ended triples tag, path, options.</param>
    /// <param name="length">All of them; the last byte is NUL.</param>
    public static void Mount(byte* records, int length)
    {
        byte* path = stackalloc byte[MostPath + 16];
        int at = 0;
        while (at < length)
        {
            byte* tag = records + at;
            at += Text.Length(tag) + 1;
            byte* target = records + at;
            at += Text.Length(target) + 1;
            byte* options = records + at;
            at += Text.Length(options) + 1;
            Below(path, target);
            long mounted = Sys.Call(Nr.mount, (long)tag, (long)path, (long)Text.Z("9p\0"u8), (long)(GuestC.MS_NOSUID | GuestC.MS_NODEV), (long)options);
            Fatal.Check(mounted, Text.Z("could not mount the share for\0"u8), target);
        }

        Kernel(Text.Z("proc\0"u8), Text.Z("/host/proc\0"u8));
        Kernel(Text.Z("devtmpfs\0"u8), Text.Z("/host/dev\0"u8));
        Sys.Call(Nr.mkdirat, C.AT_FDCWD, (long)Text.Z("/host/dev/pts\0"u8), 493);
        Kernel(Text.Z("devpts\0"u8), Text.Z("/host/dev/pts\0"u8));
        Switch();
    }

    /// <summary>Not pivot_root, which the initial file system cannot leave; afterwards this counts as no chroot, so that namespaces can be made.</summary>
    private static void Switch()
    {
        byte* what = Text.Z("could not switch to the shared root\0"u8);
        byte* root = Text.Z("/\0"u8);
        byte* here = Text.Z(".\0"u8);
        Fatal.Check(Sys.Call(Nr.chdir, (long)Text.Z("/host\0"u8)), what);
        Fatal.Check(Sys.Call(Nr.mount, (long)here, (long)root, 0, (long)GuestC.MS_MOVE, 0), what);
        Fatal.Check(Sys.Call(GuestNr.chroot, (long)here), what);
        Fatal.Check(Sys.Call(Nr.chdir, (long)root), what);
    }

    private static void Kernel(byte* type, byte* target) =>
        Fatal.Check(Sys.Call(Nr.mount, (long)type, (long)target, (long)type, 0, 0), Text.Z("could not mount\0"u8), target);

    private static void Below(byte* path, byte* target)
    {
        int n = Text.Copy(path, Text.Z("/host\0"u8));
        for (int i = 0; target[i] != 0 && i < MostPath; i++)
        {
            path[n++] = target[i];
        }

        path[n] = 0;
    }
}
