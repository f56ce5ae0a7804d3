using Sandbox.Linux.Native;

namespace Sandbox.Linux.Files;

/// <summary>Tells whether a file is the same and unchanged since an earlier look.</summary>
/// <param name="Inode">st_ino.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">st_mtim in nanoseconds since 1970.</param>
/// <param name="Changed">st_ctim in nanoseconds since 1970; nobody can set it back.</param>
public readonly record struct FileStamp(ulong Inode, long Size, long Modified, long Changed)
{
    /// <summary>Of nothing.</summary>
    public static FileStamp None => default;

    internal static FileStamp Of(in StatxBuffer buffer) => new(
        buffer.stx_ino, (long)buffer.stx_size, Nanoseconds(buffer.stx_mtime_sec, buffer.stx_mtime_nsec), Nanoseconds(buffer.stx_ctime_sec, buffer.stx_ctime_nsec));

    private static long Nanoseconds(long seconds, uint nanoseconds) => (seconds * 1_000_000_000) + nanoseconds;
}
