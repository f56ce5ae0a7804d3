namespace Sandbox.Core.Hosts;

/// <summary>One directory entry, its last component not followed.</summary>
public sealed record PathFacts
{
    public static PathFacts Missing { get; } = new() { Kind = PathKind.Missing };

    public required PathKind Kind { get; init; }

    /// <summary>A socket, pipe or device: what is behind it is no file.</summary>
    public bool IsEndpoint => Kind is PathKind.Socket or PathKind.Fifo or PathKind.CharacterDevice or PathKind.BlockDevice;

    /// <summary>What a symbolic link says, else null.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>The path with every symbolic link resolved, or null when it leads nowhere.</summary>
    public string? Canonical { get; init; }

    /// <summary>st_dev and st_ino as the kernel encodes them, to recognise the same object later.</summary>
    public ulong Device { get; init; }

    public ulong Inode { get; init; }

    public uint Uid { get; init; }

    /// <summary>Permission bits (0 to 07777).</summary>
    public uint Mode { get; init; }
}
