namespace Sandbox.Linux.Processes;

/// <summary>A file or directory at the end of all links.</summary>
public sealed record FileFacts
{
    /// <summary>The path with every symbolic link and dot component resolved.</summary>
    public required string RealPath { get; init; }

    /// <summary>Where each symbolic link followed on the way lies (its directory resolved, itself not).</summary>
    public IReadOnlyList<string> Traversed { get; init; } = [];

    public bool IsRegular { get; init; }

    public bool IsDirectory { get; init; }

    /// <summary>access(2) says that the caller may execute it (a file) or enter it (a directory).</summary>
    public bool IsExecutable { get; init; }

    /// <summary>access(2) says that the caller may write to it.</summary>
    public bool IsWritable { get; init; }

    /// <summary>Everybody may write to it, or may replace it because everybody may write to its directory.</summary>
    public bool IsWritableByOthers { get; init; }

    /// <summary>Owner's user id.</summary>
    public uint Owner { get; init; }

    /// <summary>Bytes.</summary>
    public long Size { get; init; }
}
