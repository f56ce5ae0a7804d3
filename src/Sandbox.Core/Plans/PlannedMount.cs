namespace Sandbox.Core.Plans;

/// <summary>One step in building the sandbox's file tree. Order matters: a later one may lie on or below an earlier one.</summary>
public abstract record PlannedMount
{
    /// <summary>Absolute path inside.</summary>
    public required string Target { get; init; }

    /// <summary>Which part of the policy asks for it, in a word or two ("system", "project", "protect", "forward ssh-agent").</summary>
    public required string Reason { get; init; }
}

/// <summary>A host path, visible at the target.</summary>
public sealed record BindMount : PlannedMount
{
    /// <summary>Absolute host path without symbolic links.</summary>
    public required string Source { get; init; }

    public bool Writable { get; init; }

    public bool Recursive { get; init; } = true;

    /// <summary>The source is not a directory (a file, socket or device).</summary>
    public bool IsFile { get; init; }

    /// <summary>The source is a socket, FIFO or device: whoever is behind it is outside.</summary>
    public bool IsEndpoint { get; init; }

    /// <summary>Make the mount point and what is missing above it. False where the target lies in a shared host directory.</summary>
    public bool Create { get; init; } = true;

    /// <summary>Skip when the source has gone since planning.</summary>
    public bool Optional { get; init; }

    /// <summary>Device nodes keep working (only below /dev).</summary>
    public bool AllowDevices { get; init; }

    public bool NoExec { get; init; }

    /// <summary>When set, the source must still be this very object at launch: (st_dev, st_ino).</summary>
    public (ulong Device, ulong Inode)? Identity { get; init; }
}

/// <summary>An empty in-memory file system.</summary>
public sealed record TmpfsMount : PlannedMount
{
    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    public long Inodes { get; init; } = 1_000_000;

    public int Mode { get; init; } = 0b111_101_101;

    public bool NoExec { get; init; }
}

/// <summary>A procfs of the sandbox's own PID namespace.</summary>
public sealed record ProcMount : PlannedMount;

/// <summary>A devpts instance of the sandbox's own.</summary>
public sealed record DevptsMount : PlannedMount;

/// <summary>A symbolic link.</summary>
public sealed record SymlinkEntry : PlannedMount
{
    public required string LinkTarget { get; init; }
}

/// <summary>An empty directory.</summary>
public sealed record DirectoryEntry : PlannedMount
{
    public int Mode { get; init; } = 0b111_101_101;
}

/// <summary>A regular file made from data; its contents are never printed.</summary>
public sealed record FileEntry : PlannedMount
{
    public required ReadOnlyMemory<byte> Contents { get; init; }

    public int Mode { get; init; } = 0b110_100_100;
}

/// <summary>Something unreadable on top of a path.</summary>
public sealed record MaskMount : PlannedMount
{
    public bool IsFile { get; init; }
}

/// <summary>Makes the mount at the target read-only (not those below it).</summary>
public sealed record RelockMount : PlannedMount;

/// <summary>
/// What is already at the target inside, mounted onto itself: read-only, or writable to pin it (a mount point can be
/// neither renamed nor removed, so nothing below it can be swapped away).
/// </summary>
public sealed record SelfMount : PlannedMount
{
    public bool Writable { get; init; }

    /// <summary>Skip when the target does not exist.</summary>
    public bool Optional { get; init; }
}
