using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Setup;

/// <summary>
/// Finds the directory of a mount point inside the new root without ever following a symbolic link:
/// below a shared directory every name belongs to whoever can write there.
/// </summary>
internal static unsafe class Targets
{
    private const ulong Resolve = C.RESOLVE_IN_ROOT | C.RESOLVE_NO_SYMLINKS | C.RESOLVE_NO_MAGICLINKS;
    private const int DirectoryFlags = C.O_PATH | C.O_DIRECTORY | C.O_CLOEXEC;

    /// <summary>
    /// The directory that holds <paramref name="target"/>, not to be closed by the caller; -ENOENT when it is missing and may not be made.
    /// </summary>
    public static long Parent(Launch* launch, byte* target, bool create)
    {
        int length = Text.LastComponent(target);
        if (length <= 1)
        {
            return launch->Root;
        }

        if (launch->Parent > 0 && launch->ParentLength == length && Text.Same(launch->ParentPath, target, length))
        {
            return launch->Parent;
        }

        byte* path = stackalloc byte[length + 1];
        Path(path, target, length);
        long parent = Sys.Openat2(launch->Root, path, DirectoryFlags, Resolve);
        if (parent == -C.ENOENT && create)
        {
            parent = MakeParents(launch, target, length);
        }

        if (parent < 0)
        {
            return parent;
        }

        Forget(launch);
        launch->Parent = parent;
        launch->ParentPath = target;
        launch->ParentLength = length;
        return parent;
    }

    /// <summary>What is at the target already, or -errno.</summary>
    public static long Existing(Launch* launch, byte* target) =>
        Sys.Openat2(launch->Root, target + 1, C.O_PATH | C.O_CLOEXEC, Resolve);

    /// <summary>Lays a detached mount over what <see cref="Existing"/> found, and gives up both descriptors.</summary>
    public static void Cover(Launch* launch, byte* target, long existing, long detached)
    {
        byte* empty = Text.Z("\0"u8);
        long attached = Sys.Call(
            Nr.move_mount, detached, (long)empty, existing, (long)empty, C.MOVE_MOUNT_F_EMPTY_PATH | C.MOVE_MOUNT_T_EMPTY_PATH);
        Report.Check(launch, Step.AttachMount, attached, target);
        Sys.CloseBoth(existing, detached);
        Covered(launch, target);
    }

    /// <summary>A mount at or above the remembered directory hides it: what follows must look again.</summary>
    public static void Covered(Launch* launch, byte* target)
    {
        int length = Text.Length(target);
        bool above = launch->ParentLength > length && Text.Same(launch->ParentPath, target, length) && launch->ParentPath[length] == (byte)'/';
        if (launch->Parent > 0 && above)
        {
            Forget(launch);
        }
    }

    public static void Forget(Launch* launch)
    {
        if (launch->Parent > 0)
        {
            Sys.Close(launch->Parent);
            launch->Parent = 0;
            launch->ParentLength = 0;
        }
    }

    private static long MakeParents(Launch* launch, byte* target, int length)
    {
        byte* path = stackalloc byte[length + 1];
        long directory = launch->Root;
        int start = 1;
        while (directory >= 0 && start < length)
        {
            int end = start;
            while (end < length && target[end] != (byte)'/')
            {
                end++;
            }

            for (int i = start; i < end; i++)
            {
                path[i - start] = target[i];
            }

            path[end - start] = 0;
            long made = Sys.Call(Nr.mkdirat, directory, (long)path, 493);
            long next = made is < 0 and not -C.EEXIST ? made : Sys.Openat2(directory, path, DirectoryFlags, Resolve);
            if (directory != launch->Root)
            {
                Sys.Close(directory);
            }

            directory = next;
            start = end + 1;
        }

        return directory;
    }

    // "/a/b/" is looked up as "a/b".
    private static void Path(byte* path, byte* target, int length)
    {
        for (int i = 1; i < length - 1; i++)
        {
            path[i - 1] = target[i];
        }

        path[length - 2] = 0;
    }
}
