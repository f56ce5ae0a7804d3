namespace Sandbox.Testing.Native;

/// <summary>Constants of the x86-64 Linux ABI under their C names; a test compiles them against the C headers.</summary>
internal static class Abi
{
    public const int AT_FDCWD = -100;
    public const int AT_SYMLINK_NOFOLLOW = 0x100;
    public const int AT_REMOVEDIR = 0x200;
    public const int O_RDONLY = 0;
    public const int O_NONBLOCK = 0x800;
    public const int O_DIRECTORY = 0x10000;
    public const int O_NOFOLLOW = 0x20000;
    public const int O_CLOEXEC = 0x80000;
    public const int F_SETFL = 4;
    public const int F_DUPFD_CLOEXEC = 1030;
    public const int RESOLVE_NO_XDEV = 1;
    public const int RESOLVE_NO_SYMLINKS = 4;
    public const int RESOLVE_BENEATH = 8;
    public const int SYS_pidfd_open = 434;
    public const int SYS_openat2 = 437;
    public const int POLLIN = 1;
    public const int POLLOUT = 4;
    public const int POSIX_SPAWN_SETSIGDEF = 4;
    public const int POSIX_SPAWN_SETSIGMASK = 8;
    public const int POSIX_SPAWN_SETSID = 0x80;
    public const int STATX_BASIC_STATS = 0x7ff;
    public const int STATX_MNT_ID = 0x1000;
    public const int S_IFMT = 0xf000;
    public const int S_IFDIR = 0x4000;
    public const int S_IFCHR = 0x2000;
    public const int S_IFBLK = 0x6000;
    public const int S_IFREG = 0x8000;
    public const int S_IFIFO = 0x1000;
    public const int S_IFLNK = 0xa000;
    public const int S_IFSOCK = 0xc000;
    public const int ENOENT = 2;
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int EACCES = 13;
    public const int EXDEV = 18;
    public const int EISDIR = 21;
    public const int ENOTEMPTY = 39;
}
