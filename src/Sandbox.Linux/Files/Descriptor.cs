using System.Globalization;
using System.Runtime.InteropServices;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Files;

/// <summary>An open file descriptor that closes itself. All are close-on-exec; a child gets only what a spawn names.</summary>
public sealed unsafe class Descriptor : SafeHandle
{
    public Descriptor(int number)
        : this(number, owned: true)
    {
    }

    private Descriptor(int number, bool owned)
        : base(-1, owned) => SetHandle(number);

    public override bool IsInvalid => handle < 0;

    public int Number => (int)handle;

    /// <summary>Open, and given on to programs that are spawned: so are the caller's, and none of ours.</summary>
    public bool IsInherited => Libc.fcntl(Number, Libc.F_GETFD, 0) == 0;

    /// <summary>A path of what is open, whatever has its name by now, for calls that take only paths; good as long as this is.</summary>
    public string Path => "/proc/self/fd/" + Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A descriptor that somebody else closes, such as 0, 1 and 2.</summary>
    public static Descriptor Borrow(int number) => new(number, owned: false);

    /// <summary>A file to add to, made when missing (0600); a symbolic link in the last component is refused.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static Descriptor Append(string path)
    {
        fixed (byte* name = ByteText.EncodeZ(path))
        {
            return new(Check(Libc.open(name, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_APPEND | Libc.O_CLOEXEC | Libc.O_NOFOLLOW, 0b110_000_000), "open it for adding"));
        }
    }

    /// <summary>Read end, write end.</summary>
    /// <exception cref="IOException">Out of descriptors.</exception>
    public static (Descriptor Read, Descriptor Write) Pipe()
    {
        int* ends = stackalloc int[2];
        Check(Libc.pipe2(ends, Libc.O_CLOEXEC), "make a pipe");
        return (new Descriptor(ends[0]), new Descriptor(ends[1]));
    }

    /// <summary>A directory as such: whatever takes its name later, this stays the one that was opened. A link in its place is refused.</summary>
    /// <exception cref="IOException">It is missing, or no directory; HResult is the errno.</exception>
    public static Descriptor Directory(string path) => Opened(path, Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC | Libc.O_NOFOLLOW);

    /// <summary>/dev/null for reading and writing.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static Descriptor Null() => Opened("/dev/null", Libc.O_RDWR | Libc.O_CLOEXEC);

    /// <summary>Two connected sockets that keep message boundaries.</summary>
    /// <exception cref="IOException">Out of descriptors.</exception>
    public static (Descriptor Ours, Descriptor Theirs) MessagePair() => SocketPair(Libc.SOCK_SEQPACKET);

    /// <summary>Two connected sockets of a kind.</summary>
    internal static (Descriptor Ours, Descriptor Theirs) SocketPair(int kind)
    {
        int* ends = stackalloc int[2];
        Check(Libc.socketpair(Libc.AF_UNIX, kind | Libc.SOCK_CLOEXEC, 0, ends), "make a socket pair");
        return (new Descriptor(ends[0]), new Descriptor(ends[1]));
    }

    /// <summary>Anonymous memory with these contents that nobody can change any more; reading begins at the start.</summary>
    public static Descriptor SealedMemory(string name, ReadOnlySpan<byte> contents)
    {
        fixed (byte* label = ByteText.EncodeZ(name))
        {
            Descriptor memory = new(Check(Libc.memfd_create(label, Libc.MFD_CLOEXEC | Libc.MFD_ALLOW_SEALING), "make a memory file"));
            memory.WriteAll(contents);
            _ = Libc.lseek(memory.Number, 0, Libc.SEEK_SET);
            const int Seals = Libc.F_SEAL_SEAL | Libc.F_SEAL_SHRINK | Libc.F_SEAL_GROW | Libc.F_SEAL_WRITE;
            Check(Libc.fcntl(memory.Number, Libc.F_ADD_SEALS, Seals), "seal a memory file");
            return memory;
        }
    }

    /// <summary>Anonymous memory to be written to.</summary>
    public static Descriptor Memory(string name)
    {
        fixed (byte* label = ByteText.EncodeZ(name))
        {
            return new(Check(Libc.memfd_create(label, Libc.MFD_CLOEXEC), "make a memory file"));
        }
    }

    /// <summary>The beginning of what was written into memory or a file, as text.</summary>
    /// <param name="most">Bytes.</param>
    public string Text(int most)
    {
        // Opened anew, which begins at the start.
        using FileStream stream = File.OpenRead(Path);
        byte[] buffer = new byte[most];
        return System.Text.Encoding.UTF8.GetString(buffer, 0, stream.ReadAtLeast(buffer, most, throwOnEndOfStream: false));
    }

    /// <summary>A path without a symbolic link anywhere on the way, opened to be looked at.</summary>
    /// <returns>0 and the descriptor, or errno.</returns>
    public static int TryPlain(string path, out Descriptor? descriptor)
    {
        fixed (byte* name = ByteText.EncodeZ(path))
        {
            int opened = Libc.openat2(Libc.AT_FDCWD, name, Libc.O_PATH | Libc.O_CLOEXEC, 0, Libc.RESOLVE_NO_SYMLINKS | Libc.RESOLVE_NO_MAGICLINKS);
            descriptor = opened < 0 ? null : new Descriptor(opened);
            return opened < 0 ? Errno.Last : 0;
        }
    }

    /// <summary>A file to be executed by its descriptor.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static Descriptor Program(string path) => Opened(path, Libc.O_PATH | Libc.O_CLOEXEC | Libc.O_NOFOLLOW);

    /// <summary>Gives the number away: whoever gets it closes it.</summary>
    public int Detach()
    {
        int number = Number;
        SetHandleAsInvalid();
        return number;
    }

    /// <summary>A duplicate numbered at least <paramref name="lowest"/>.</summary>
    public Descriptor DuplicateAbove(int lowest) =>
        new(Check(Libc.fcntl(Number, Libc.F_DUPFD_CLOEXEC, lowest), "duplicate a descriptor"));

    /// <exception cref="IOException">The write failed; HResult is the errno.</exception>
    public void WriteAll(ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data)
        {
            int done = 0;
            while (done < data.Length)
            {
                nint n = Libc.write(Number, start + done, (nuint)(data.Length - done));
                if (n < 0 && Errno.Last != Errno.EINTR)
                {
                    int error = Errno.Last;
                    throw new IOException($"cannot write: {Errno.Describe(error)} ({Errno.Name(error)})", error);
                }

                done += Math.Max(0, (int)n);
            }
        }
    }

    /// <summary>Bytes read, 0 at the end.</summary>
    public int Read(Span<byte> into)
    {
        fixed (byte* start = into)
        {
            nint n;
            do
            {
                n = Libc.read(Number, start, (nuint)into.Length);
            }
            while (n < 0 && Errno.Last == Errno.EINTR);
            return n < 0 ? throw new IOException($"cannot read: {Errno.Describe(Errno.Last)}") : (int)n;
        }
    }

    /// <summary>Sends one message without waiting and without SIGPIPE; false when the other end is gone or full.</summary>
    public bool TrySend(ReadOnlySpan<byte> message)
    {
        fixed (byte* start = message)
        {
            return Libc.send(Number, start, (nuint)message.Length, Libc.MSG_NOSIGNAL | Libc.MSG_DONTWAIT) == message.Length;
        }
    }

    protected override bool ReleaseHandle() => Libc.close((int)handle) == 0;

    private static Descriptor Opened(string path, int flags)
    {
        fixed (byte* name = ByteText.EncodeZ(path))
        {
            int number = Libc.open(name, flags, 0);
            int error = Errno.Last;
            return number >= 0 ? new(number) : throw new IOException($"cannot open {path}: {Errno.Describe(error)} ({Errno.Name(error)})", error);
        }
    }

    private static int Check(int result, string what) =>
        result >= 0 ? result : throw new IOException($"cannot {what}: {Errno.Describe(Errno.Last)} ({Errno.Name(Errno.Last)})", Errno.Last);
}
