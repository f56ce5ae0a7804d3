using Sandbox.Linux.Native;

namespace Sandbox.Linux.Files;

/// <summary>Questions about paths, byte-exact.</summary>
public static unsafe class HostPath
{
    private const int MaxPath = 4096;

    /// <summary>What a symbolic link says, or null when it is none.</summary>
    public static string? ReadLink(string path)
    {
        byte* buffer = stackalloc byte[MaxPath];
        fixed (byte* name = ByteText.EncodeZ(path))
        {
            nint length = Libc.readlink(name, buffer, MaxPath);
            return length < 0 ? null : ByteText.Decode(new ReadOnlySpan<byte>(buffer, (int)length));
        }
    }

    /// <summary>The path with every link resolved, or null (see <see cref="Errno.Last"/>).</summary>
    public static string? Canonical(string path)
    {
        byte* buffer = stackalloc byte[MaxPath];
        fixed (byte* name = ByteText.EncodeZ(path))
        {
            return Libc.realpath(name, buffer) is null ? null : ByteText.Decode(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer));
        }
    }

    /// <summary>access(2) with read and search permission.</summary>
    public static bool CanEnter(string directory) => Access(directory, Libc.R_OK | Libc.X_OK);

    /// <summary>access(2) with write and search permission.</summary>
    public static bool CanWrite(string directory) => Access(directory, Libc.W_OK | Libc.X_OK);

    /// <summary>access(2) with execute permission.</summary>
    public static bool CanExecute(string file) => Access(file, Libc.X_OK);

    /// <summary>0 or errno of mkdir(2).</summary>
    public static int MakeDirectory(string path, uint mode)
    {
        fixed (byte* name = ByteText.EncodeZ(path))
        {
            return Libc.mkdir(name, mode) == 0 ? 0 : Errno.Last;
        }
    }

    /// <summary>access(2) with write permission on whatever it is.</summary>
    public static bool CanModify(string path) => Access(path, Libc.W_OK);

    private static bool Access(string path, int mode)
    {
        fixed (byte* name = ByteText.EncodeZ(path))
        {
            return Libc.access(name, mode) == 0;
        }
    }
}
