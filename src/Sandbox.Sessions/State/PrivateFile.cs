using System.Text;
using Sandbox.Linux.Files;

namespace Sandbox.Sessions.State;

/// <summary>Files of our own: 0600 from the moment they exist, whatever the caller's umask is, and never one that was there before.</summary>
internal static class PrivateFile
{
    /// <exception cref="IOException">It exists already, or cannot be written.</exception>
    public static void Create(string path, string text)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using FileStream stream = new(path, options);
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>
    /// Makes a file that has the same text whoever makes it, or gives one its text whose maker was killed before it could. There is no other name
    /// in between that somebody could leave behind.
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Fill(string path, string text)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            BufferSize = 0,
        };
        try
        {
            using FileStream stream = new(path, options);
            if (stream.Length == 0)
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        catch (IOException) when (FileStatus.TryGet(path, follow: false, out FileStatus status) == 0 && status is { IsRegular: true, Size: 0 })
        {
            // A full disk takes a file without what belongs into it.
            File.Delete(path);
            throw;
        }
    }
}
