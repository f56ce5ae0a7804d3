namespace Sandbox.Agents.Installing;

/// <summary>Why a step on the store's own files failed, in words and with errno's name.</summary>
internal static class FileFailure
{
    // .NET puts errno into HResult for the errors that it has no type of its own for.
    internal static string Describe(Exception error, string directory) => error switch
    {
        UnauthorizedAccessException => $"permission denied in {directory} (EACCES); check its owner and mode",
        { HResult: 28 or 122 } => NpmFailure.DiskFull(directory),
        { HResult: 30 } => $"{directory} is on a read-only file system (EROFS); set XDG_DATA_HOME to a writable directory",
        _ => $"cannot write to {directory} (error {error.HResult & 0xFFFF}); check the disk",
    };
}
