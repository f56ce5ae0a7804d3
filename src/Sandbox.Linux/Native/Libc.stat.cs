using System.Runtime.InteropServices;

namespace Sandbox.Linux.Native;

/// <summary>struct statx, which has one layout on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct StatxBuffer
{
    [FieldOffset(20)] public uint stx_uid;
    [FieldOffset(24)] public uint stx_gid;
    [FieldOffset(28)] public ushort stx_mode;
    [FieldOffset(32)] public ulong stx_ino;
    [FieldOffset(40)] public ulong stx_size;
    [FieldOffset(96)] public long stx_ctime_sec;
    [FieldOffset(104)] public uint stx_ctime_nsec;
    [FieldOffset(112)] public long stx_mtime_sec;
    [FieldOffset(120)] public uint stx_mtime_nsec;
    [FieldOffset(136)] public uint stx_dev_major;
    [FieldOffset(140)] public uint stx_dev_minor;
}

internal static unsafe partial class Libc
{
    public const uint STATX_BASIC_STATS = 0x7FF;
    public const int AT_STATX_DONT_SYNC = 0x4000;
    public const int AT_NO_AUTOMOUNT = 0x800;
    public const int S_IFMT = 0xF000;
    public const int S_IFSOCK = 0xC000;
    public const int S_IFLNK = 0xA000;
    public const int S_IFREG = 0x8000;
    public const int S_IFBLK = 0x6000;
    public const int S_IFDIR = 0x4000;
    public const int S_IFCHR = 0x2000;
    public const int S_IFIFO = 0x1000;

    [LibraryImport(Library)]
    public static partial uint umask(uint mask);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int statx(int directory, byte* path, int flags, uint mask, StatxBuffer* buffer);
}
