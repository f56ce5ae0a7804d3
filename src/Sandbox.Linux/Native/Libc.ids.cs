using System.Runtime.InteropServices;

namespace Sandbox.Linux.Native;

/// <summary>struct passwd; its strings belong to libc until the next question.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PasswordRecord
{
    public byte* pw_name;
    public byte* pw_passwd;
    public uint pw_uid;
    public uint pw_gid;
    public byte* pw_gecos;
    public byte* pw_dir;
    public byte* pw_shell;
}

internal static unsafe partial class Libc
{
    public const int PR_SET_DUMPABLE = 4;
    public const int PR_SET_CHILD_SUBREAPER = 36;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int getresuid(uint* real, uint* effective, uint* saved);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int setresuid(uint real, uint effective, uint saved);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int setresgid(uint real, uint effective, uint saved);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int initgroups(byte* user, uint group);

    [LibraryImport(Library, SetLastError = true)]
    public static partial PasswordRecord* getpwuid(uint uid);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int prctl(int option, ulong a, ulong b, ulong c, ulong d);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int execve(byte* path, byte** arguments, byte** environment);
}
