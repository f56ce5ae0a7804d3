using Sandbox.Linux.Native;

namespace Sandbox.Linux.Files;

/// <summary>Small files of proc and cgroup file systems: no exception where one is missing, one write for a value.</summary>
public static unsafe class KernelFile
{
    /// <summary>The whole text, or null when it cannot be read.</summary>
    public static string? Read(string path)
    {
        using Descriptor file = Open(path, Libc.O_RDONLY);
        if (file.IsInvalid)
        {
            return null;
        }

        byte[] buffer = new byte[4096];
        int length = 0;
        fixed (byte* start = buffer)
        {
            // A file below /proc may come in pieces.
            while (length < buffer.Length)
            {
                nint n = Libc.read(file.Number, start + length, (nuint)(buffer.Length - length));
                if (n <= 0)
                {
                    return n < 0 ? null : ByteText.Decode(buffer.AsSpan(0, length));
                }

                length += (int)n;
            }
        }

        return ByteText.Decode(buffer.AsSpan(0, length));
    }

    /// <summary>Writes a value at once. 0 or errno.</summary>
    public static int Write(string path, string value)
    {
        using Descriptor file = Open(path, Libc.O_WRONLY);
        if (file.IsInvalid)
        {
            return Errno.Last;
        }

        byte[] bytes = ByteText.Encode(value);
        fixed (byte* start = bytes)
        {
            return Libc.write(file.Number, start, (nuint)bytes.Length) == bytes.Length ? 0 : Errno.Last;
        }
    }

    /// <summary>Opened for writing; invalid (see <see cref="Errno.Last"/>) when that is not possible.</summary>
    public static Descriptor OpenForWriting(string path) => Open(path, Libc.O_WRONLY);

    private static Descriptor Open(string path, int flags)
    {
        fixed (byte* name = ByteText.EncodeZ(path))
        {
            return new Descriptor(Libc.open(name, flags | Libc.O_CLOEXEC | Libc.O_NOFOLLOW, 0));
        }
    }
}
