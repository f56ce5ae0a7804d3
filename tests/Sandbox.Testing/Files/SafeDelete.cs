using System.Text;
using Microsoft.Win32.SafeHandles;
using Sandbox.Testing.Native;

namespace Sandbox.Testing;

/// <summary>
/// Empties a directory through its descriptor. It never follows a symbolic link and never enters a mount, so a test that leaves a
/// bind mount of the host's files behind fails instead of deleting them.
/// </summary>
internal static unsafe class SafeDelete
{
    private const uint OwnerOnly = 0x1c0;
    private const int Attempts = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Opens the directory <paramref name="path"/> itself, never what a link of that name points at.</summary>
    public static SafeFileHandle Open(string path)
    {
        fixed (byte* name = CString.From(path))
        {
            int fd = Libc.open(name, Abi.O_RDONLY | Abi.O_DIRECTORY | Abi.O_NOFOLLOW | Abi.O_CLOEXEC);
            return fd >= 0 ? new SafeFileHandle(fd, ownsHandle: true) : throw Libc.Failure($"cannot open {path}", Libc.LastError());
        }
    }

    /// <summary>Removes everything inside; a process that still writes there is given a second to end.</summary>
    public static void Empty(SafeFileHandle directory, string path)
    {
        int fd = (int)directory.DangerousGetHandle();
        _ = Libc.fchmod(fd, OwnerOnly);
        foreach (byte[] name in DirectoryEntries.Read(fd, path))
        {
            fixed (byte* entry = name)
            {
                Remove(fd, entry, Path.Combine(path, Encoding.UTF8.GetString(name.AsSpan()[..^1])));
            }
        }
    }

    /// <summary>Removes a directory that must be empty by now; that it is gone already is fine.</summary>
    public static void RemoveEmpty(string path)
    {
        fixed (byte* name = CString.From(path))
        {
            if (Libc.unlinkat(Abi.AT_FDCWD, name, Abi.AT_REMOVEDIR) != 0 && Libc.LastError() != Abi.ENOENT)
            {
                throw Libc.Failure($"cannot remove {path}", Libc.LastError());
            }
        }
    }

    private static void Remove(int parent, byte* name, string shown)
    {
        if (Libc.unlinkat(parent, name, 0) == 0 || Libc.LastError() == Abi.ENOENT)
        {
            return;
        }

        if (Libc.LastError() != Abi.EISDIR)
        {
            throw Libc.Failure($"cannot remove {shown}", Libc.LastError());
        }

        for (int attempt = 0; ; attempt++)
        {
            // A sandbox that is just ending removes its placeholders at the same time.
            using (SafeFileHandle? directory = OpenBeneath(parent, name, shown))
            {
                if (directory is null)
                {
                    return;
                }

                Empty(directory, shown);
            }

            if (Libc.unlinkat(parent, name, Abi.AT_REMOVEDIR) == 0 || Libc.LastError() == Abi.ENOENT)
            {
                return;
            }

            if (Libc.LastError() != Abi.ENOTEMPTY || attempt == Attempts)
            {
                throw Libc.Failure($"cannot remove {shown}", Libc.LastError());
            }

            Thread.Sleep(Pause);
        }
    }

    private static SafeFileHandle? OpenBeneath(int parent, byte* name, string shown)
    {
        OpenHow how = new()
        {
            flags = Abi.O_RDONLY | Abi.O_DIRECTORY | Abi.O_CLOEXEC,
            resolve = Abi.RESOLVE_BENEATH | Abi.RESOLVE_NO_SYMLINKS | Abi.RESOLVE_NO_XDEV,
        };
        nint fd = Libc.syscall(Abi.SYS_openat2, parent, (nint)name, (nint)(&how), sizeof(OpenHow));
        if (fd < 0 && Libc.LastError() == Abi.EACCES)
        {
            // An ordinary user's own directory without permission bits.
            _ = Libc.fchmodat(parent, name, OwnerOnly, Abi.AT_SYMLINK_NOFOLLOW);
            fd = Libc.syscall(Abi.SYS_openat2, parent, (nint)name, (nint)(&how), sizeof(OpenHow));
        }

        return fd >= 0 ? new SafeFileHandle(fd, ownsHandle: true)
            : Libc.LastError() == Abi.ENOENT ? null
            : Libc.LastError() == Abi.EXDEV
                ? throw new TestFailureException($"{shown} is still a mount point: the test left a mount behind, so nothing below it was removed")
                : throw Libc.Failure($"cannot open {shown}", Libc.LastError());
    }
}
