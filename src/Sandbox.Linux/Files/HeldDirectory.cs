using Sandbox.Linux.Native;

namespace Sandbox.Linux.Files;

/// <summary>A directory that stays the same one, whatever happens to its name.</summary>
public sealed unsafe class HeldDirectory : IDisposable
{
    private readonly Descriptor descriptor;

    private HeldDirectory(Descriptor descriptor)
    {
        this.descriptor = descriptor;
    }

    /// <summary>0 or errno; a symbolic link anywhere on the way is an error (ELOOP), what is no directory too (ENOTDIR).</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="directory">Null unless 0 is returned.</param>
    public static int Open(string path, out HeldDirectory? directory)
    {
        ulong* how = stackalloc ulong[] { (ulong)(Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC), 0, Libc.RESOLVE_NO_SYMLINKS };
        fixed (byte* name = ByteText.EncodeZ(path))
        {
            long opened = Libc.syscall(Libc.SYS_openat2, Libc.AT_FDCWD, (long)name, (long)how, Libc.SizeOfOpenHow);
            directory = opened < 0 ? null : new HeldDirectory(new Descriptor((int)opened));
            return opened < 0 ? Errno.Last : 0;
        }
    }

    /// <summary>A path that leads to an entry of this very directory; valid until it is disposed of.</summary>
    /// <param name="entry">A name, without slashes.</param>
    public string At(string entry) => FormattableString.Invariant($"/proc/self/fd/{descriptor.Number}/{entry}");

    public void Dispose() => descriptor.Dispose();
}
