using System.Runtime.InteropServices;

namespace Sandbox.Testing.Native;

/// <summary>posix_spawn; its functions return the error number and leave errno alone.</summary>
internal static unsafe partial class Libc
{
    [LibraryImport(Name)]
    public static partial int posix_spawn(int* pid, byte* path, void* actions, void* attributes, byte** argv, byte** envp);

    [LibraryImport(Name)]
    public static partial int posix_spawn_file_actions_init(void* actions);

    [LibraryImport(Name)]
    public static partial int posix_spawn_file_actions_destroy(void* actions);

    [LibraryImport(Name)]
    public static partial int posix_spawn_file_actions_adddup2(void* actions, int fd, int target);

    [LibraryImport(Name)]
    public static partial int posix_spawn_file_actions_addclosefrom_np(void* actions, int from);

    [LibraryImport(Name)]
    public static partial int posix_spawn_file_actions_addchdir_np(void* actions, byte* path);

    [LibraryImport(Name)]
    public static partial int posix_spawnattr_init(void* attributes);

    [LibraryImport(Name)]
    public static partial int posix_spawnattr_destroy(void* attributes);

    [LibraryImport(Name)]
    public static partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport(Name)]
    public static partial int posix_spawnattr_setsigdefault(void* attributes, void* set);

    [LibraryImport(Name)]
    public static partial int posix_spawnattr_setsigmask(void* attributes, void* set);

    [LibraryImport(Name)]
    public static partial int sigemptyset(void* set);

    [LibraryImport(Name)]
    public static partial int sigfillset(void* set);
}
