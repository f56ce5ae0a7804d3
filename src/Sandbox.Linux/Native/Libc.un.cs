using System.Runtime.InteropServices;

namespace Sandbox.Linux.Native;

/// <summary>struct sockaddr_un.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SocketAddressUnix
{
    public ushort sun_family;
    public fixed byte sun_path[108];
}

/// <summary>struct ucred.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PeerCredentials
{
    public int pid;
    public uint uid;
    public uint gid;
}

internal static unsafe partial class Libc
{
    public const int SO_PEERCRED = 17;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fchmod(int descriptor, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int bind(int descriptor, SocketAddressUnix* address, uint length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int listen(int descriptor, int backlog);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int connect(int descriptor, SocketAddressUnix* address, uint length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int accept4(int descriptor, void* address, uint* length, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int getsockopt(int descriptor, int level, int name, void* value, uint* length);
}
