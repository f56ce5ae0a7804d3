using Sandbox.Linux.Native;

namespace Sandbox.Linux.Files;

/// <summary>Reads a file of which nobody knows what it is: opened once, looked at through the descriptor, and never waited for.</summary>
public static unsafe class SmallFile
{
    private const int Block = 16 * 1024;

    /// <summary>
    /// 0, or errno when it cannot be opened or read. Of anything but a regular file only the status is answered.
    /// </summary>
    /// <param name="path">Absolute.</param>
    /// <param name="follow">False: a symbolic link anywhere on the way is an error (ELOOP).</param>
    /// <param name="limit">Bytes; a longer file is read only one byte further, so that its length tells.</param>
    /// <param name="contents">What is in it.</param>
    /// <param name="status">Of what was opened.</param>
    public static int Read(string path, bool follow, int limit, out byte[] contents, out FileStatus status)
    {
        contents = [];
        status = default;
        fixed (byte* name = ByteText.EncodeZ(path))
        {
            int opened = Libc.openat2(Libc.AT_FDCWD, name, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_CLOEXEC, 0, follow ? 0 : Libc.RESOLVE_NO_SYMLINKS);
            if (opened < 0)
            {
                return Errno.Last;
            }

            using Descriptor file = new(opened);
            int error = FileStatus.TryGet(file, out status);
            return error != 0 || !status.IsRegular ? error : Read(file, limit, out contents);
        }
    }

    private static int Read(Descriptor file, int limit, out byte[] contents)
    {
        using MemoryStream all = new();
        byte[] block = new byte[Block];
        try
        {
            for (int n = 1; n > 0 && all.Length <= limit;)
            {
                n = file.Read(block.AsSpan(0, (int)Math.Min(block.Length, limit + 1 - all.Length)));
                all.Write(block, 0, n);
            }
        }
        catch (IOException)
        {
            contents = [];
            return Errno.Last;
        }

        contents = all.ToArray();
        return 0;
    }
}
