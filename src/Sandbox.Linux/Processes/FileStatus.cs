namespace Sandbox.Linux.Processes;

/// <summary>The parts of statx(2) that decide whether a file may be trusted.</summary>
internal readonly record struct FileStatus(ushort Mode, uint Owner, long Size)
{
    private const ushort S_IFMT = 0xF000;
    private const ushort S_IFDIR = 0x4000;
    private const ushort S_IFREG = 0x8000;
    private const ushort S_ISVTX = 0x200;
    private const ushort S_IWOTH = 2;

    internal bool IsRegular => (Mode & S_IFMT) == S_IFREG;

    internal bool IsDirectory => (Mode & S_IFMT) == S_IFDIR;

    internal bool IsSticky => (Mode & S_ISVTX) != 0;

    internal bool IsWritableByOthers => (Mode & S_IWOTH) != 0;

    /// <summary>The entry itself, a link not followed; null when it is missing or may not be looked at.</summary>
    internal static FileStatus? Read(string path) =>
        ProcessCalls.statx(ProcessCalls.AT_FDCWD, path, ProcessCalls.AT_SYMLINK_NOFOLLOW, ProcessCalls.STATX_BASIC_STATS, out StatxBuffer buffer) == 0
            ? new FileStatus(buffer.stx_mode, buffer.stx_uid, (long)buffer.stx_size)
            : null;
}
