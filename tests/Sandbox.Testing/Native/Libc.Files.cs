using System.Runtime.InteropServices;

namespace Sandbox.Testing.Native;

/// <summary>Files and directories.</summary>
internal static unsafe partial class Libc
{
    [LibraryImport(Name, SetLastError = true)]
    public static partial byte* mkdtemp(byte* template);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int open(byte* path, int flags);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int unlinkat(int directory, byte* path, int flags);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int fchmod(int fd, uint mode);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int fchmodat(int directory, byte* path, uint mode, int flags);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int fchown(int fd, uint uid, uint gid);

    [LibraryImport(Name, SetLastError = true)]
    public static partial nint getdents64(int fd, byte* buffer, nuint count);

    [LibraryImport(Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int statx(int directory, string path, int flags, uint mask, Statx* facts);
}
