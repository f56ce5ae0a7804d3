using System.Text;

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

    /// <summary>The old text or the new one, whatever happens in between. Nobody else may write it at the same time.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Replace(string path, string text)
    {
        // One name, so that what a writer left that died is found by the next.
        string temporary = path + ".new";
        try
        {
            File.Delete(temporary);
            Create(temporary, text);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            // A full disk takes a file without what belongs into it.
            File.Delete(temporary);
            throw;
        }
    }
}
