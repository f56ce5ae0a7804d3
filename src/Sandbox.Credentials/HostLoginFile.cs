using Sandbox.Core.Diagnostics;

namespace Sandbox.Credentials;

/// <summary><see cref="ILoginFile"/> on the host; normally <c>~/.claude/.credentials.json</c>.</summary>
/// <param name="path">Absolute.</param>
public sealed class HostLoginFile(string path) : ILoginFile
{
    private const int LongestFile = 1024 * 1024;

    /// <inheritdoc/>
    public string Path => path;

    /// <inheritdoc/>
    public byte[]? Read()
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > LongestFile)
            {
                throw new SandboxException(ErrorCode.Credential, $"cannot use the login in {path}: the file is longer than {LongestFile} bytes; remove it and log in again");
            }

            byte[] contents = new byte[stream.Length];
            stream.ReadExactly(contents);
            return contents;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            string why = Directory.Exists(path) || e is NotSupportedException ? "it is not a regular file"
                : e is UnauthorizedAccessException ? "permission denied (EACCES)"
                : "it cannot be read to its end";
            throw new SandboxException(ErrorCode.Credential, $"cannot use the login in {path}: {why}; make it a readable file of yours or remove it", e);
        }
    }
}
