using Sandbox.Linux.Native;

namespace Sandbox.Linux.Files;

/// <summary>An flock(2) on a file of its own: it ends with its owner, however the owner ends.</summary>
public sealed unsafe class FileLock : IDisposable
{
    private readonly Descriptor _file;

    private FileLock(Descriptor file) => _file = file;

    /// <summary>Creates the file when missing (0600, no link followed) and locks it; null when somebody else holds it and <paramref name="wait"/> is false.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static FileLock? Take(string path, bool wait) => Take(path, Libc.LOCK_EX | (wait ? 0 : Libc.LOCK_NB));

    /// <summary>As <see cref="Take(string, bool)"/>, together with others who take it so; waits for one who has it alone.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static FileLock TakeShared(string path) => Take(path, Libc.LOCK_SH)!;

    /// <summary>From here on others may share it.</summary>
    public void MakeShared() => _ = Libc.flock(_file.Number, Libc.LOCK_SH | Libc.LOCK_NB);

    /// <summary>False when somebody else shares it.</summary>
    public bool TryMakeExclusive() => Libc.flock(_file.Number, Libc.LOCK_EX | Libc.LOCK_NB) == 0;

    private static FileLock? Take(string path, int operation)
    {
        int number;
        fixed (byte* name = ByteText.EncodeZ(path))
        {
            number = Libc.open(name, Libc.O_RDWR | Libc.O_CREAT | Libc.O_CLOEXEC | Libc.O_NOFOLLOW, 0b110_000_000);
        }

        if (number < 0)
        {
            throw new IOException($"cannot open lock {path}: {Errno.Describe(Errno.Last)} ({Errno.Name(Errno.Last)})", Errno.Last);
        }

        Descriptor file = new(number);
        int result;
        do
        {
            result = Libc.flock(number, operation);
        }
        while (result != 0 && Errno.Last == Errno.EINTR);
        if (result != 0)
        {
            file.Dispose();
            return null;
        }

        return new FileLock(file);
    }

    /// <summary>The locked file. Whoever inherits it holds the lock as well, until the last of them has gone.</summary>
    public Descriptor File => _file;

    public void Dispose() => _file.Dispose();
}
