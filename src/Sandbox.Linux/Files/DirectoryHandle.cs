using Sandbox.Linux.Native;

namespace Sandbox.Linux.Files;

/// <summary>
/// An open directory in which others may write: every name is looked up from the descriptor, below it, without following a symbolic
/// link, so that what is found is what lies there. Names are relative and may have several components.
/// </summary>
public sealed unsafe class DirectoryHandle : IDisposable
{
    private const ulong Resolve = Libc.RESOLVE_BENEATH | Libc.RESOLVE_NO_SYMLINKS | Libc.RESOLVE_NO_MAGICLINKS;
    private const int MaxPath = 4096;
    private readonly Descriptor _descriptor;

    private DirectoryHandle(Descriptor descriptor) => _descriptor = descriptor;

    /// <summary>Null when it is missing, no directory, or a link is on the way (see <see cref="Errno.Last"/>).</summary>
    public static DirectoryHandle? Open(string path)
    {
        int number = Open(Libc.AT_FDCWD, path, Libc.O_RDONLY | Libc.O_DIRECTORY, 0, Libc.RESOLVE_NO_SYMLINKS);
        return number < 0 ? null : new DirectoryHandle(new Descriptor(number));
    }

    /// <inheritdoc cref="Open(string)"/>
    public DirectoryHandle? Sub(string name)
    {
        int number = Open(Number, name, Libc.O_RDONLY | Libc.O_DIRECTORY, 0, Resolve);
        return number < 0 ? null : new DirectoryHandle(new Descriptor(number));
    }

    /// <summary>A path of this very directory for calls that take only paths; good as long as this object is.</summary>
    public string Path => _descriptor.Path;

    private int Number => _descriptor.Number;

    /// <summary>Names in it, in no order.</summary>
    public IEnumerable<string> Names() => Directory.EnumerateFileSystemEntries(Path).Select(static e => System.IO.Path.GetFileName(e));

    /// <summary>As <see cref="Names"/>, with what each is, and without making text of them; once for an opened directory.</summary>
    public DirectoryEntryReader Entries(Span<byte> buffer) => new(Number, buffer);

    /// <summary>Of the directory itself.</summary>
    public FileStamp Stamp()
    {
        StatxBuffer buffer;
        byte nothing = 0;
        return Libc.statx(Number, &nothing, Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, &buffer) == 0 ? FileStamp.Of(buffer) : FileStamp.None;
    }

    /// <summary>The entry itself; null when it is missing.</summary>
    public FileStatus? Look(string name) => Statx(name, out StatxBuffer buffer) == 0 ? FileStatus.Of(buffer) : null;

    /// <summary><see cref="FileStamp.None"/> when it is missing.</summary>
    public FileStamp Stamp(string name) => Statx(name, out StatxBuffer buffer) == 0 ? FileStamp.Of(buffer) : FileStamp.None;

    /// <summary>A regular file's bytes; null when it is anything else, missing, unreadable or longer than <paramref name="limit"/>.</summary>
    public byte[]? Read(string name, int limit)
    {
        // Not blocking: a pipe in the place of the file would keep the open waiting.
        int number = Open(Number, name, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_NOFOLLOW, 0, Resolve);
        if (number < 0)
        {
            return null;
        }

        using Descriptor file = new(number);
        StatxBuffer buffer;
        byte nothing = 0;
        bool known = Libc.statx(number, &nothing, Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, &buffer) == 0;
        if (!known || (buffer.stx_mode & Libc.S_IFMT) != Libc.S_IFREG || buffer.stx_size > (ulong)limit)
        {
            return null;
        }

        byte[] bytes = new byte[(int)buffer.stx_size];
        int done = 0;
        while (done < bytes.Length && file.Read(bytes.AsSpan(done)) is > 0 and int count)
        {
            done += count;
        }

        return done == bytes.Length ? bytes : bytes[..done];
    }

    /// <summary>Makes a file that must not exist yet and writes it; 0 or errno. What was begun and failed is removed.</summary>
    public int Create(string name, ReadOnlySpan<byte> contents, uint mode)
    {
        int number = Open(Number, name, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW, mode, Resolve);
        return number < 0 ? Errno.Last : Write(number, name, contents);
    }

    /// <summary>Adds to a regular file, made when missing; 0 or errno.</summary>
    public int Append(string name, ReadOnlySpan<byte> contents, uint mode)
    {
        int number = Open(Number, name, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_APPEND | Libc.O_NOFOLLOW | Libc.O_NONBLOCK, mode, Resolve);
        return number < 0 ? Errno.Last : Write(number, null, contents);
    }

    /// <summary>0 or errno.</summary>
    public int Rename(string from, string to)
    {
        fixed (byte* old = ByteText.EncodeZ(from))
        fixed (byte* name = ByteText.EncodeZ(to))
        {
            return Libc.renameat(Number, old, Number, name) == 0 ? 0 : Errno.Last;
        }
    }

    /// <summary>As <see cref="Rename"/>, but EEXIST when there is something of the new name; EINVAL on a file system that cannot.</summary>
    public int RenameNew(string from, string to)
    {
        fixed (byte* old = ByteText.EncodeZ(from))
        fixed (byte* name = ByteText.EncodeZ(to))
        {
            return Libc.renameat2(Number, old, Number, name, Libc.RENAME_NOREPLACE) == 0 ? 0 : Errno.Last;
        }
    }

    /// <summary>Removes an entry that is no directory; 0 or errno.</summary>
    public int Remove(string name) => Unlink(name, 0);

    /// <summary>Removes an empty directory; 0 or errno.</summary>
    public int RemoveDirectory(string name) => Unlink(name, Libc.AT_REMOVEDIR);

    /// <summary>0 or errno.</summary>
    public int MakeDirectory(string name, uint mode)
    {
        fixed (byte* encoded = ByteText.EncodeZ(name))
        {
            return Libc.mkdirat(Number, encoded, mode) == 0 ? 0 : Errno.Last;
        }
    }

    /// <summary>0 or errno.</summary>
    public int MakeLink(string name, string target)
    {
        fixed (byte* to = ByteText.EncodeZ(target))
        fixed (byte* encoded = ByteText.EncodeZ(name))
        {
            return Libc.symlinkat(to, Number, encoded) == 0 ? 0 : Errno.Last;
        }
    }

    /// <summary>What a symbolic link says, or null.</summary>
    public string? ReadLink(string name)
    {
        byte* buffer = stackalloc byte[MaxPath];
        fixed (byte* encoded = ByteText.EncodeZ(name))
        {
            nint length = Libc.readlinkat(Number, encoded, buffer, MaxPath);
            return length < 0 ? null : ByteText.Decode(new ReadOnlySpan<byte>(buffer, (int)length));
        }
    }

    /// <summary>Removes everything in the directory of this name and the directory; never leaves it by a link.</summary>
    public void RemoveTree(string name)
    {
        if (Look(name) is not { IsDirectory: true })
        {
            _ = Remove(name);
            return;
        }

        using (DirectoryHandle? inner = Sub(name))
        {
            foreach (string entry in inner?.Names().ToArray() ?? [])
            {
                inner!.RemoveTree(entry);
            }
        }

        _ = RemoveDirectory(name);
    }

    public void Dispose() => _descriptor.Dispose();

    private int Write(int number, string? created, ReadOnlySpan<byte> contents)
    {
        using Descriptor file = new(number);
        try
        {
            file.WriteAll(contents);
            return 0;
        }
        catch (IOException e)
        {
            if (created is not null)
            {
                _ = Remove(created);
            }

            return e.HResult;
        }
    }

    private int Unlink(string name, int flags)
    {
        fixed (byte* encoded = ByteText.EncodeZ(name))
        {
            return Libc.unlinkat(Number, encoded, flags) == 0 ? 0 : Errno.Last;
        }
    }

    private int Statx(string name, out StatxBuffer buffer)
    {
        // Through openat2, because statx would follow a link in the middle of the name.
        StatxBuffer found = default;
        int result;
        int number = Open(Number, name, Libc.O_PATH | Libc.O_NOFOLLOW, 0, Resolve);
        if (number < 0)
        {
            buffer = default;
            return Errno.Last;
        }

        using Descriptor entry = new(number);
        byte nothing = 0;
        result = Libc.statx(number, &nothing, Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, &found) == 0 ? 0 : Errno.Last;
        buffer = found;
        return result;
    }

    private static int Open(int directory, string name, int flags, uint mode, ulong resolve)
    {
        fixed (byte* encoded = ByteText.EncodeZ(name))
        {
            return Libc.openat2(directory, encoded, flags | Libc.O_CLOEXEC, mode, resolve);
        }
    }
}
