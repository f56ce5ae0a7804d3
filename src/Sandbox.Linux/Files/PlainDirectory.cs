using Sandbox.Linux.Native;

namespace Sandbox.Linux.Files;

/// <summary>
/// Makes and removes directories at canonical paths. A symbolic link anywhere on the way is an error (ELOOP), so that whoever
/// may write in a parent cannot lead this elsewhere between planning and doing.
/// </summary>
public static unsafe class PlainDirectory
{
    /// <summary>0 or errno.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="mode">Permission bits; the umask applies.</param>
    public static int Make(string path, uint mode) => WithParent(path, (parent, name) => Libc.mkdirat(parent, (byte*)name, mode));

    /// <summary>0 or errno; only ever removes an empty directory.</summary>
    /// <param name="path">Absolute.</param>
    public static int Remove(string path) => WithParent(path, static (parent, name) => Libc.unlinkat(parent, (byte*)name, Libc.AT_REMOVEDIR));

    private static int WithParent(string path, Func<int, nint, int> act)
    {
        int slash = path.LastIndexOf('/');
        fixed (byte* parent = ByteText.EncodeZ(slash <= 0 ? "/" : path[..slash]))
        fixed (byte* name = ByteText.EncodeZ(path[(slash + 1)..]))
        {
            int opened = Libc.openat2(Libc.AT_FDCWD, parent, Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0, Libc.RESOLVE_NO_SYMLINKS);
            if (opened < 0)
            {
                return Errno.Last;
            }

            using Descriptor directory = new(opened);
            return act(directory.Number, (nint)name) == 0 ? 0 : Errno.Last;
        }
    }
}
