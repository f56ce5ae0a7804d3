using Sandbox.Linux.Native;

namespace Sandbox.Linux.Files;

/// <summary>What statx says about a path.</summary>
/// <param name="Type">S_IFMT bits of the mode.</param>
/// <param name="Mode">Permission bits, 0 to 07777.</param>
/// <param name="Uid">Owner.</param>
/// <param name="Device">st_dev in the kernel's 64-bit encoding (what fstat of x86_64 and arm64 answers).</param>
/// <param name="Inode">st_ino.</param>
/// <param name="Size">Bytes.</param>
public readonly record struct FileStatus(int Type, uint Mode, uint Uid, ulong Device, ulong Inode, long Size)
{
    private const uint Sticky = 0x200;
    private const uint OthersWrite = 2;

    public bool IsSticky => (Mode & Sticky) != 0;

    public bool IsWritableByOthers => (Mode & OthersWrite) != 0;

    public bool IsDirectory => Type == Libc.S_IFDIR;

    public bool IsRegular => Type == Libc.S_IFREG;

    public bool IsSymlink => Type == Libc.S_IFLNK;

    public bool IsSocket => Type == Libc.S_IFSOCK;

    public bool IsCharacterDevice => Type == Libc.S_IFCHR;

    public bool IsBlockDevice => Type == Libc.S_IFBLK;

    /// <summary>The entry itself, a link not followed; null when it is missing or may not be looked at.</summary>
    public static FileStatus? Look(string path) => TryGet(path, follow: false, out FileStatus status) == 0 ? status : null;

    /// <summary>Answers 0 and the status, or errno.</summary>
    public static int TryGet(string path, bool follow, out FileStatus status) =>
        TryGet(Libc.AT_FDCWD, path, Libc.AT_NO_AUTOMOUNT | (follow ? 0 : Libc.AT_SYMLINK_NOFOLLOW), out status);

    /// <summary>Of what a descriptor has open: 0 and the status, or errno.</summary>
    public static int TryGet(Descriptor descriptor, out FileStatus status) => TryGet(descriptor.Number, string.Empty, Libc.AT_EMPTY_PATH, out status);

    private static unsafe int TryGet(int directory, string path, int flags, out FileStatus status)
    {
        StatxBuffer buffer;
        fixed (byte* name = ByteText.EncodeZ(path))
        {
            if (Libc.statx(directory, name, flags, Libc.STATX_BASIC_STATS, &buffer) != 0)
            {
                status = default;
                return Errno.Last;
            }
        }

        status = Of(buffer);
        return 0;
    }

    internal static FileStatus Of(in StatxBuffer buffer) => new(
        buffer.stx_mode & Libc.S_IFMT, (uint)buffer.stx_mode & 0xFFF, buffer.stx_uid,
        EncodeDevice(buffer.stx_dev_major, buffer.stx_dev_minor), buffer.stx_ino, (long)buffer.stx_size);

    // new_encode_dev() of include/linux/kdev_t.h: the form in which the kernel's fstat reports st_dev.
    private static ulong EncodeDevice(uint major, uint minor) =>
        (minor & 0xFF) | (major << 8) | ((ulong)(minor & ~0xFFU) << 12);
}
